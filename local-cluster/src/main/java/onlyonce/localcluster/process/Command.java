package onlyonce.localcluster.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run as a child.
 *
 * @param argv program and arguments
 * @param environment added to ours
 * @param directory where it runs
 * @param log where its standard output and error are appended
 * @param network the network namespace that it runs in, by a file of the kernel's; null for ours
 */
public record Command(
    List<String> argv,
    Map<String, String> environment,
    Path directory,
    Path log,
    Isolation isolation,
    @Nullable Path network) {
  public Command {
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  /** In our own network. */
  public Command(
      List<String> argv,
      Map<String, String> environment,
      Path directory,
      Path log,
      Isolation isolation) {
    this(argv, environment, directory, log, isolation, null);
  }

  public Command in(@Nullable Path namespace) {
    return new Command(argv, environment, directory, log, isolation, namespace);
  }
}
