package onlyonce.localcluster.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run as a child.
 *
 * @param argv program and arguments
 * @param environment added to ours
 * @param directory where it runs
 * @param log where its standard output and error are appended
 */
public record Command(
    List<String> argv,
    Map<String, String> environment,
    Path directory,
    Path log,
    Isolation isolation) {
  public Command {
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }
}
