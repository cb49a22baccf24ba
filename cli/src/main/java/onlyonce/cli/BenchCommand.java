package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.cli.bench.Bench;
import onlyonce.cli.bench.BenchHtml;
import onlyonce.cli.bench.BenchJson;
import onlyonce.cli.bench.BenchOptions;
import onlyonce.cli.bench.BenchText;
import onlyonce.cli.bench.Figures;
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
      "Measures ceilings, baselines, the engine and sagas on brokers and databases of its own, one"
          + " after the other, and verifies every result.",
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
  public Integer call() throws InterruptedException, IOException {
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
    Figures figures;
    try (ProgressDisplay display = new ProgressDisplay("bench", terminal)) {
      figures =
          new Bench(
                  options,
                  directory,
                  new Processes(directory),
                  Clock.systemUTC(),
                  new Shown(display))
              .run();
    }
    write(directory, figures);
    terminal.print(BenchText.of(figures));
    terminal.print("report: " + directory.resolve("report.html"));
    return ExitCode.OK;
  }

  private void write(Path directory, Figures figures) throws IOException {
    String json = BenchJson.of(figures);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("bench.json"), json, UTF_8);
    Files.writeString(directory.resolve("report.txt"), BenchText.of(figures), UTF_8);
    Files.writeString(directory.resolve("report.html"), BenchHtml.of(figures), UTF_8);
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), json, UTF_8);
    }
  }

  /** Subjects and roles, below the run's folder. */
  private record Processes(Path directory) implements Bench.Children {
    @Override
    public RoleSpec child(String name, String heap, Cluster cluster, List<String> arguments) {
      return roles(cluster).role(name, BenchSubjectCommand.NAME, heap, arguments);
    }

    @Override
    public List<RoleSpec> platform(Cluster cluster) {
      LocalRoles roles = roles(cluster);
      return List.of(roles.processor("processor-1"), roles.orchestrator("orchestrator-1"));
    }

    @Override
    public String firstLine() {
      return Role.READY;
    }

    private LocalRoles roles(Cluster cluster) {
      return LocalRoles.of(directory.resolve("cluster"), cluster.bootstrapServers());
    }
  }

  /** The bench's display is the command line's. */
  private record Shown(ProgressDisplay display) implements Bench.Display {
    @Override
    public void step(String line) {
      display.step(line, 0, 0);
    }

    @Override
    public void say(String line) {
      display.say(line);
    }
  }
}
