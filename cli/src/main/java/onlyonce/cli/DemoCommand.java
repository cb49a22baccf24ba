package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportText;
import onlyonce.chaos.report.WriteReport;
import onlyonce.localcluster.Replication;
import onlyonce.messages.Semantics;
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
  @Mixin private DemoOptions options = new DemoOptions(Replication.none());
  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--semantics",
      paramLabel = "S",
      defaultValue = "exactly-once",
      converter = SemanticsConverter.class,
      description =
          "What producer and processors promise: at-most-once, at-least-once or exactly-once."
              + " at-least-once re-sends nothing unless --resend says so. Default:"
              + " ${DEFAULT-VALUE}")
  private Semantics semantics = Semantics.EXACTLY_ONCE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    Terminal terminal = new Terminal(spec);
    Path directory = out.directory(home, "demo");
    Demo.requireNoJournal(directory);
    Report report;
    try (ProgressDisplay display = new ProgressDisplay("demo", terminal)) {
      report = new Demo(options, semantics, directory, display).run();
    }
    Path history = directory.resolve(HistoryOption.FILE_NAME);
    WriteReport.to(directory, report, history);
    terminal.print(ReportText.of(report, history));
    terminal.print("report: " + directory.resolve("report.html"));
    return ReconcileCommand.exitCode(report.verdict());
  }
}
