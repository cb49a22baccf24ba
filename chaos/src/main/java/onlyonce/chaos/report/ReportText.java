package onlyonce.chaos.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.LeftOut;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.IntentClass;

/** A report as a person reads it in a terminal: verdict first, then what it rests on. */
public final class ReportText {
  private static final int OF_EACH_CLASS = 5;

  private final Report report;
  private final Path history;
  private final StringBuilder text = new StringBuilder(2048);

  private ReportText(Report report, Path history) {
    this.report = report;
    this.history = history;
  }

  /**
   * The whole text, ending with a line feed.
   *
   * @param history the file that tells more of every intent
   */
  public static String of(Report report, Path history) {
    return new ReportText(report, history).write();
  }

  /** The command that tells an intent's whole story. */
  static String trace(UUID id, Path history) {
    return "./onlyonce trace %s --history %s".formatted(id, history.toAbsolutePath().normalize());
  }

  private String write() {
    line("%s  %s".formatted(report.verdict().label().toUpperCase(Locale.ROOT), headline()));
    line("");
    classes();
    money();
    faults();
    checks();
    badIntents();
    line(
        "speed    %,d commands/s; latency p50 %,d ms, p99 %,d ms, max %,d ms"
            .formatted(
                report.commandsPerSecond(),
                report.latency().p50(),
                report.latency().p99(),
                report.latency().max()));
    line("gaps     %s".formatted(gapText(report)));
    line("input    %s".formatted(inputText(report)));
    line("run      %s, seed %d".formatted(report.run().semantics().label(), report.run().seed()));
    if (!report.run().command().isEmpty()) {
      line("repeat   %s".formatted(report.run().command()));
    }
    return text.toString();
  }

  private String headline() {
    return headline(report);
  }

  static String headline(Report report) {
    return switch (report.verdict()) {
      case VALID ->
          "%,d intents, each accounted for: nothing lost, nothing doubled"
              .formatted(report.intents());
      case INVALID ->
          "%d of %d checks failed: %s"
              .formatted(
                  report.checks().stream().filter(c -> c.verdict() == Verdict.INVALID).count(),
                  report.checks().size(),
                  names(report, Verdict.INVALID));
      case UNKNOWN -> "not enough was seen to judge: " + names(report, Verdict.UNKNOWN);
    };
  }

  private static String names(Report report, Verdict verdict) {
    return String.join(
        ", ",
        report.checks().stream()
            .filter(check -> check.verdict() == verdict)
            .map(CheckResult::name)
            .toList());
  }

  static String gapText(Report report) {
    String longest =
        "%,d ms without the end of a saga while one was open".formatted(report.gaps().longest());
    return report.gaps().withoutOrchestrator() == 0
        ? longest
        : "%s; %,d ms where no orchestrator lived"
            .formatted(longest, report.gaps().withoutOrchestrator());
  }

  static String inputText(Report report) {
    return "%,d lines: %,d intents, %,d re-sent, %,d conflicting, %,d malformed; %,d suppressed"
        .formatted(
            report.input().lines(),
            report.input().intents(),
            report.input().resent(),
            report.input().conflicting(),
            report.input().malformed(),
            report.input().suppressed());
  }

  private void classes() {
    for (Map.Entry<IntentClass, Long> entry : report.classes().entrySet()) {
      line("%-14s %,12d".formatted(entry.getKey().label(), entry.getValue()));
    }
    line("%-14s %,12d".formatted("= intents", report.intents()));
    line("");
    line(
        "%,d sagas; %,d unexpected effects; dead letters: %,d own, %,d foreign"
            .formatted(
                report.sagas(),
                report.unexpected(),
                report.deadLetters().own(),
                report.deadLetters().foreign()));
    line("");
  }

  private void money() {
    if (report.money().isEmpty()) {
      return;
    }
    line(
        "%-6s %16s %16s %16s   (minor units)"
            .formatted("money", "created", "destroyed", "in transit"));
    report
        .money()
        .forEach(
            (currency, sums) ->
                line(
                    "%-6s %,16d %,16d %,16d"
                        .formatted(
                            currency,
                            sums.createdMinor(),
                            sums.destroyedMinor(),
                            sums.inTransitMinor())));
    line("");
  }

  private void faults() {
    if (report.run().faults().isEmpty()) {
      return;
    }
    line("faults");
    List<Recovery> recoveries = Recovery.of(report.run().faults(), report.timeline());
    int number = 0;
    for (FaultRecord fault : report.run().faults()) {
      line(
          "  %s %-20s %-10s %s"
              .formatted(
                  fault.bit() ? "*" : "!",
                  fault.kind() + " " + fault.target(),
                  lasted(fault),
                  fault.observed()));
      line("    clients: %s".formatted(felt(recoveries.get(number))));
      Damage.Harm harm = report.damage().at(number++);
      if (harm.any()) {
        line("    at it: %s".formatted(harm.text()));
      }
    }
    if (report.damage().any()) {
      line("  at no fault: %s".formatted(report.damage().withoutFault().text()));
    }
    line("");
  }

  /** How long a fault was there. */
  public static String lasted(FaultRecord fault) {
    return fault
        .healedAt()
        .map(
            healed ->
                String.format(
                    Locale.ROOT,
                    "%.1f s",
                    Duration.between(fault.at(), healed).toMillis() / 1000.0))
        .orElse("not healed");
  }

  private static String felt(Recovery recovery) {
    return switch (recovery) {
      case Recovery.NotFelt _ -> "no slow transfer";
      case Recovery.After after -> "slow transfers until " + after.text() + " after it began";
      case Recovery.NotSeen _ -> "slow transfers still when the next fault began";
    };
  }

  private void checks() {
    line("checks");
    for (CheckResult check : report.checks()) {
      line("  %-8s %-22s %s".formatted(check.verdict().label(), check.name(), wrapped(check)));
    }
    for (LeftOut check : report.judgement().leftOut()) {
      line("  %-8s %-22s %s".formatted("left out", check.name(), check.why()));
    }
    line("");
  }

  private static String wrapped(CheckResult check) {
    return String.join("\n" + " ".repeat(34), check.findings());
  }

  private void badIntents() {
    if (report.badIntents().isEmpty()) {
      return;
    }
    line("first bad intents");
    List<BadIntent> first = report.damage().first(OF_EACH_CLASS);
    for (BadIntent bad : first) {
      line("  %s  %s".formatted(bad.intentClass().label(), bad.id()));
      line("    %s".formatted(bad.story()));
      bad.blame().ifPresent(blame -> line("    %s".formatted(blame.text())));
      line("    remedy: %s".formatted(bad.remedy()));
      line("    story: %s".formatted(trace(bad.id(), history)));
    }
    if (first.size() < report.badIntents().size()) {
      line("  and %,d more, in report.json".formatted(report.badIntents().size() - first.size()));
    }
    line("");
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
