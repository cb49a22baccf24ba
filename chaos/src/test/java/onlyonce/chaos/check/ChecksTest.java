package onlyonce.chaos.check;

import static onlyonce.chaos.reconcile.SmallBank.T0;
import static onlyonce.chaos.reconcile.SmallBank.check;
import static onlyonce.chaos.reconcile.SmallBank.id;
import static onlyonce.chaos.reconcile.SmallBank.money;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.chaos.report.Money;
import onlyonce.chaos.report.Report;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Topic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Checks of what was seen, lost, doubled and told, on histories wrong in one way; the good one is
 * in ExaminationTest.
 */
final class ChecksTest {
  private final SmallBank bank = new SmallBank();

  @Test
  void somethingSeen_withoutIntents_isUnknown() {
    bank.history.journal.clear();

    assertThat(verdict("something-seen")).isEqualTo(Verdict.UNKNOWN);
    assertThat(detail("something-seen")).contains("no journal holds an intent");
  }

  @Test
  void journalsReadable_withABrokenLine_isUnknownAndNamesIt() {
    bank.history.brokenJournalLines.add("[]");

    assertThat(bank.report().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(detail("journals-readable")).contains("test.jsonl line 1: no JSON object");
  }

  @Test
  void logReachesBack_whenTheLogWasCut_isUnknown() {
    bank.history.begins.put(new TopicPartition("ledger-commands", 1), 1L);

    assertThat(verdict("log-reaches-back")).isEqualTo(Verdict.UNKNOWN);
    assertThat(detail("log-reaches-back")).contains("ledger-commands-1 begins at offset 1");
  }

  @Test
  void atRest_whileIntentsArrive_isUnknownAndSoIsAnOpenIntent() {
    bank.removeResults(bank.saga);
    Report report = bank.report(new Rest(true, true), List.of());

    assertThat(check(report, "at-rest").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(check(report, "every-intent-ended").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void nothingDoubled_whenATransferIsAppliedTwice_isInvalidAndMoneyIsCreatedAndDestroyed() {
    bank.pair(0, 4, bank.direct, bank.direct, "Post", bank.alice, bank.bob, "EUR", 300);

    Report report = bank.report();
    assertThat(report.count(IntentClass.DUPLICATED)).isEqualTo(1);
    assertThat(check(report, "nothing-doubled").detail()).contains("intent " + bank.direct);
    assertThat(report.money()).containsEntry("EUR", new Money(300, 300, 0));
  }

  @Test
  void nothingDoubled_whenAnIdIsJudgedInTwoPartitions_isInvalid() {
    bank.history.rows(1).processed.add(bank.history.rows(0).processed.getFirst());

    assertThat(detail("nothing-doubled")).contains("was judged in ledger partitions 0 and 1");
  }

  @Test
  void foreignGarbage_withItsDeadLetter_staysValidAndCountsAsForeign() {
    garbage(DeadLetterReason.BAD_VALUE);

    Report report = bank.report();
    assertThat(report.verdict()).isEqualTo(Verdict.VALID);
    assertThat(report.deadLetters().foreign()).isEqualTo(1);
    assertThat(report.deadLetters().own()).isZero();
  }

  @Test
  void conflictingResend_ofAnAppliedIntent_isAnOwnDeadLetterAndLeavesItApplied() {
    bank.command(0, 13, bank.direct, CommandType.POST, money(bank.alice, bank.bob, 301));
    bank.history
        .rows(0)
        .refused
        .add(new RefusedRow(13, bank.direct, DeadLetterReason.CONFLICTS_WITH_EARLIER.label()));
    bank.history.rows(0).progress = new ProgressRow(14, T0 + 8, T0 + 8 - 86_400_000, 86_400_000, 1);
    bank.deadLetter(
        bank.history.records(Topic.LEDGER_COMMANDS, 0).getLast(),
        DeadLetterReason.CONFLICTS_WITH_EARLIER);

    Report report = bank.report();
    assertThat(report.verdict()).isEqualTo(Verdict.VALID);
    assertThat(report.deadLetters().own()).isEqualTo(1);
    assertThat(report.count(IntentClass.CONFLICTED)).isZero();
    assertThat(report.count(IntentClass.APPLIED)).isEqualTo(6);
  }

  @Test
  void deadLetterOfASagaStep_isOwn() {
    bank.deadLetter(
        bank.history.records(Topic.LEDGER_COMMANDS, 1).getLast(), DeadLetterReason.EXPIRED);

    assertThat(bank.report().deadLetters().own()).isEqualTo(1);
  }

  @Test
  void deadLetter_thatComesTwice_countsOnce() {
    garbage(DeadLetterReason.BAD_VALUE);
    bank.deadLetter(
        bank.history.records(Topic.LEDGER_COMMANDS, 0).getLast(), DeadLetterReason.BAD_VALUE);

    assertThat(bank.report().deadLetters().foreign()).isEqualTo(1);
  }

  @Test
  void everyIntentEnded_whenASagaNeverEnds_isInvalidAndNamesTheRemedy() {
    bank.removeResults(bank.undone);

    Report report = bank.report();
    assertThat(check(report, "every-intent-ended").detail())
        .contains("intent " + bank.undone, "its hold is released");
    assertThat(report.badIntents().getFirst().remedy())
        .contains("engine.processed for " + bank.undone);
  }

  @Test
  void nothingLost_whenAnAcknowledgedIntentIsNotInTheLog_isInvalid() {
    bank.intend(id(70), "ledger-commands", "onlyonce.Post", money(bank.alice, bank.bob, 1));

    Report report = bank.report();
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(check(report, "nothing-lost").detail())
        .contains(id(70) + " was acknowledged, but is not in the log");
  }

  @Test
  void faultsBit_whenOneHitNothing_isUnknownByName() {
    FaultRecord missed =
        new FaultRecord(
            "kill",
            "broker-9",
            Instant.EPOCH,
            Optional.of(Instant.EPOCH),
            "no such process",
            false,
            3);

    Report report = bank.report(Rest.QUIET, List.of(missed));
    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(check(report, "faults-bit").detail())
        .contains("kill of broker-9 hit nothing: no such process");
  }

  @Test
  void faultsBit_whenNothingWasOpenOrHealed_isUnknown() {
    FaultRecord idle =
        new FaultRecord(
            "kill", "broker-1", Instant.EPOCH, Optional.of(Instant.EPOCH), "gone", true, 0);
    FaultRecord unhealed =
        new FaultRecord("kill", "broker-2", Instant.EPOCH, Optional.empty(), "gone", true, 3);

    Report report = bank.report(Rest.QUIET, List.of(idle, unhealed));
    assertThat(check(report, "faults-bit").detail())
        .contains("broker-1 landed while no command was open", "broker-2 was not healed");
  }

  @Test
  void faultsBit_whenSomethingWasSeenThatMustNeverBe_isInvalid() {
    FaultRecord broken =
        new FaultRecord(
            "pause",
            "watch-1",
            Instant.EPOCH,
            Optional.empty(),
            "paused",
            false,
            3,
            Optional.of("two promotions, one epoch"));

    assertThat(bank.report(Rest.QUIET, List.of(broken)).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void faultsBit_whenEachBit_isValid() {
    FaultRecord bit =
        new FaultRecord(
            "kill", "broker-1", Instant.EPOCH, Optional.of(Instant.EPOCH), "gone", true, 3);

    assertThat(bank.report(Rest.QUIET, List.of(bit)).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void verdict_whenOneIsInvalidAndOneUnknown_isInvalid() {
    bank.balance(0, bank.alice, minor -> minor + 1);
    bank.history.brokenJournalLines.add("torn in the middle");

    assertThat(bank.report().verdict()).isEqualTo(Verdict.INVALID);
  }

  private void garbage(DeadLetterReason reason) {
    bank.command(0, 13, id(80), CommandType.POST, money(bank.alice, bank.bob, -1));
    bank.history.rows(0).refused.add(new RefusedRow(13, id(80), reason.label()));
    bank.history.rows(0).progress = new ProgressRow(14, T0 + 8, T0 + 8 - 86_400_000, 86_400_000, 1);
    bank.deadLetter(bank.history.records(Topic.LEDGER_COMMANDS, 0).getLast(), reason);
  }

  private Verdict verdict(String name) {
    return check(bank.report(), name).verdict();
  }

  private String detail(String name) {
    return check(bank.report(), name).detail();
  }
}
