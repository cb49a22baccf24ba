package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.chaos.compare.CompareText;
import onlyonce.chaos.compare.Comparison;
import onlyonce.chaos.compare.WriteComparison;
import onlyonce.chaos.plan.Plans;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.WriteReport;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.messages.Semantics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One load and one fault plan, under each of the three semantics. */
@Command(
    name = "compare",
    description = {
      "Runs the demo three times, under at-most-once, at-least-once and exactly-once, with the same"
          + " seed, load and faults, each on a cluster of its own whose commits wait for a"
          + " standby.",
      "Ends with 0 when each behaves as its name says: the first loses and doubles nothing, the"
          + " second doubles and loses nothing, the third does neither and is valid; with 1 when"
          + " one does not; with 2 when that could not be told. Takes three times as long as a"
          + " demo.",
    })
final class CompareCommand implements Callable<Integer> {
  /** Commits of a shard that fails over must not be lost by anything but the semantics. */
  private static final Replication SYNC = Replication.sync(Quorums.majority(2));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private DemoOptions options = new DemoOptions(SYNC);
  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    requireSomethingToTell();
    Terminal terminal = new Terminal(spec);
    Path directory = out.directory(home, "compare");
    for (Semantics semantics : Semantics.values()) {
      Demo.requireNoJournal(folder(directory, semantics));
    }
    List<Report> reports = new ArrayList<>();
    for (Semantics semantics : Semantics.values()) {
      reports.add(run(semantics, folder(directory, semantics), terminal));
    }
    Comparison comparison =
        Comparison.of(Instant.now(), options.plan().name(), options.repeatComparison(), reports);
    WriteComparison.to(directory, comparison);
    terminal.print(CompareText.of(comparison));
    terminal.print("report: " + directory.resolve("compare.html"));
    return ReconcileCommand.exitCode(comparison.verdict());
  }

  /** Without faults nothing is lost or doubled; without waiting for standbys more is than named. */
  private void requireSomethingToTell() {
    if (options.plan().name().equals(Plans.QUIET)) {
      throw new UsageException("--plan none breaks nothing, so all three would do the same");
    }
    if (options.replication().mode() != Replication.Mode.SYNC) {
      throw new UsageException(
          "compare needs --replication sync: where commits wait for no standby, a failover loses"
              + " what at-least-once had applied");
    }
  }

  private Report run(Semantics semantics, Path directory, Terminal terminal)
      throws IOException, InterruptedException {
    Report report;
    try (ProgressDisplay display = new ProgressDisplay(semantics.label(), terminal)) {
      display.say(semantics + " begins");
      report = new Demo(options, semantics, directory, display).run();
    }
    WriteReport.to(directory, report, directory.resolve(HistoryOption.FILE_NAME));
    return report;
  }

  private static Path folder(Path directory, Semantics semantics) {
    return directory.resolve(semantics.label());
  }
}
