package onlyonce.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.cli.bench.Bench;
import onlyonce.cli.bench.BenchOptions;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.RoleSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast the engine is, against ceilings and baselines of the same run. */
@Command(
    name = "bench",
    description = {
      "Measures ceilings, baselines and the engine on brokers and databases of its own, one after"
          + " the other, and verifies every result.",
      "Takes some minutes and leaves nothing running.",
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report and logs go. Default: a new folder in the home's runs")
  private @Nullable Path out;

  @Override
  public Integer call() throws InterruptedException {
    options
        .complaint()
        .ifPresent(
            complaint -> {
              throw new UsageException(complaint);
            });
    Terminal terminal = new Terminal(spec);
    Path directory =
        (out != null ? out : RunFolder.in(home.runs(), "bench", Instant.now()))
            .toAbsolutePath()
            .normalize();
    try (ProgressDisplay display = new ProgressDisplay("bench", terminal)) {
      new Bench(
              options,
              directory,
              (name, heap, cluster, arguments) -> child(directory, name, heap, cluster, arguments),
              Clock.systemUTC(),
              line -> display.step(line, 0, 0))
          .run();
    }
    return ExitCode.OK;
  }

  private static RoleSpec child(
      Path directory, String name, String heap, Cluster cluster, List<String> arguments) {
    return LocalRoles.of(directory.resolve("cluster"), cluster.bootstrapServers())
        .role(name, BenchSubjectCommand.NAME, heap, arguments);
  }
}
