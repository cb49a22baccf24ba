package onlyonce.chaos.reconcile;

import static onlyonce.chaos.reconcile.SmallBank.T0;
import static org.assertj.core.api.Assertions.assertThat;

import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.DeadLetterCounts;
import onlyonce.chaos.report.Money;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.Semantics;
import org.junit.jupiter.api.Test;

final class ExaminationTest {

  @Test
  void report_ofGoodHistory_isValidInEveryCheck() {
    Report report = new SmallBank().report();

    assertThat(report.checks())
        .hasSize(19)
        .extracting(CheckResult::verdict)
        .containsOnly(Verdict.VALID);
    assertThat(report.verdict()).isEqualTo(Verdict.VALID);
    assertThat(report.intents()).isEqualTo(8);
    assertThat(report.count(IntentClass.APPLIED)).isEqualTo(6);
    assertThat(report.count(IntentClass.REJECTED)).isEqualTo(2);
    assertThat(report.sagas()).isEqualTo(2);
    assertThat(report.unexpected()).isZero();
    assertThat(report.deadLetters()).isEqualTo(new DeadLetterCounts(0, 0));
    assertThat(report.money())
        .containsEntry("EUR", new Money(0, 0, 0))
        .containsEntry("USD", new Money(0, 0, 0));
    assertThat(report.input().lines()).isEqualTo(9);
    assertThat(report.input().resent()).isEqualTo(1);
    assertThat(report.latency().count()).isEqualTo(4);
    assertThat(report.latency().p50()).isBetween(100L, 110L);
    assertThat(report.timeline()).isNotEmpty();
    assertThat(report.timeline().getFirst().atMillis()).isGreaterThan(T0 - 1000);
    assertThat(report.commandsPerSecond()).isPositive();
  }

  @Test
  void report_ofNothing_isUnknown() {
    WrittenHistory nothing = new WrittenHistory(2);
    Examination examination =
        new Examination(
            nothing,
            SmallBank.PARTITIONING,
            RunContext.of(Semantics.EXACTLY_ONCE, "onlyonce reconcile"),
            ProgressListener.NONE);
    examination.read();
    Report report =
        examination.report(onlyonce.chaos.check.Circumstances.Rest.QUIET, java.time.Instant.EPOCH);

    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(SmallBank.check(report, "something-seen").detail())
        .contains("no journal holds an intent", "holds no command", "hold no account");
  }
}
