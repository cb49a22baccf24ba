package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportText;
import onlyonce.chaos.report.WriteReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: money moves, things are killed, every intent is accounted for. */
@Command(
    name = "demo",
    description = {
      "Starts brokers, databases, processors and orchestrators, moves money, kills them while it"
          + " moves, and accounts for every intent.",
      "Ends with the report's verdict and leaves nothing running.",
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private DemoOptions options = new DemoOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where report, history, logs and journals go. Default: a new folder in the home's runs")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    Terminal terminal = new Terminal(spec);
    Path directory =
        (out != null ? out : RunFolder.in(home.runs(), "demo", Instant.now()))
            .toAbsolutePath()
            .normalize();
    requireNoJournal(directory);
    Report report;
    try (ProgressDisplay display = new ProgressDisplay("demo", terminal)) {
      report = new Demo(options, directory, display).run();
    }
    Path history = directory.resolve(HistoryOption.FILE_NAME);
    WriteReport.to(directory, report, history);
    terminal.print(ReportText.of(report, history));
    terminal.print("report: " + directory.resolve("report.html"));
    return ReconcileCommand.exitCode(report.verdict());
  }

  /** The intents of another run would all be missing in this one's log. */
  private static void requireNoJournal(Path directory) {
    Path journals = Demo.journals(directory);
    if (Files.exists(journals)) {
      throw new UsageException(
          "%s holds the journal of another run; name another folder".formatted(journals));
    }
  }
}
