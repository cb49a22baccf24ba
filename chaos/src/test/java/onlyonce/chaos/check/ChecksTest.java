package onlyonce.chaos.check;

import static onlyonce.chaos.reconcile.SmallBank.T0;
import static onlyonce.chaos.reconcile.SmallBank.check;
import static onlyonce.chaos.reconcile.SmallBank.id;
import static onlyonce.chaos.reconcile.SmallBank.money;
import static onlyonce.chaos.reconcile.SmallBank.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
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

/** Each check on histories that are wrong in one way; the good one is in ExaminationTest. */
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
    bank.history.brokenJournalLines.add("no JSON object");

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
  void logProcessed_whenTheDatabaseIsBehind_isInvalid() {
    bank.history.rows(1).progress = new ProgressRow(4, T0 + 6, T0 + 6 - 86_400_000, 86_400_000, 1);

    assertThat(verdict("log-processed")).isEqualTo(Verdict.INVALID);
    assertThat(detail("log-processed"))
        .contains("ledger partition 1: 1 records from offset 4 on are not processed");
  }

  @Test
  void logProcessed_whenTheDatabaseHasSeenMoreThanTheLogHolds_isInvalid() {
    bank.history.rows(1).progress = new ProgressRow(9, T0 + 8, T0 + 8 - 86_400_000, 86_400_000, 1);

    assertThat(detail("log-processed"))
        .contains("all up to offset 9 was processed, but the log ends at 5");
  }

  @Test
  void logProcessed_whenAPartitionIsActiveTwice_isInvalid() {
    bank.history.rows(1).homes.add("shard-2");

    assertThat(detail("log-processed")).contains("active in several shards: shard-1, shard-2");
  }

  @Test
  void conservation_whenFiveEurosComeAndFiveDollarsGo_isInvalidInBoth() {
    balance(0, bank.alice, minor -> minor + 5);
    balance(0, bank.erin, minor -> minor - 5);

    assertThat(verdict("conservation")).isEqualTo(Verdict.INVALID);
    assertThat(detail("conservation"))
        .contains("balances in EUR sum to +5", "balances in USD sum to -5");
  }

  @Test
  void conservation_whenPartitionsCancelEachOther_isInvalid() {
    balance(0, bank.alice, minor -> minor + 5);
    balance(1, bank.carol, minor -> minor - 5);

    assertThat(detail("conservation"))
        .contains("ledger partition 0: balances in EUR sum to +5")
        .contains("ledger partition 1: balances in EUR sum to -5")
        .doesNotContain("all balances");
  }

  @Test
  void nonNegative_whenAnAccountIsOverdrawn_isInvalidAndNamesIt() {
    balance(0, bank.bob, minor -> -1L);

    assertThat(detail("non-negative-balances")).contains("account " + bank.bob);
  }

  @Test
  void nonNegative_whenMoreIsHeldThanThere_isInvalid() {
    List<AccountRow> rows = bank.history.rows(0).accounts;
    rows.replaceAll(
        row ->
            row.account().equals(bank.bob)
                ? new AccountRow(bank.bob, "EUR", 300, 301, false, false, 13)
                : row);

    assertThat(detail("non-negative-balances")).contains("300 posted, 301 held");
  }

  @Test
  void nonNegative_whenTheAccountMay_isValid() {
    List<AccountRow> rows = bank.history.rows(0).accounts;
    rows.replaceAll(
        row ->
            row.account().equals(bank.bob)
                ? new AccountRow(bank.bob, "EUR", -300, 0, true, false, 13)
                : row);

    assertThat(verdict("non-negative-balances")).isEqualTo(Verdict.VALID);
  }

  @Test
  void balancesArePostings_afterAnUpdateByHand_isInvalidAndNamesTheAccount() {
    balance(0, bank.alice, minor -> minor + 100);

    Report report = bank.report();
    assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(check(report, "balances-are-postings").detail())
        .contains("account " + bank.alice, "balance 600 EUR, but its postings sum to 500");
  }

  @Test
  void balancesArePostings_whenHoldsAndHeldDiffer_isInvalid() {
    bank.history.rows(0).holds.add(new HoldRow(id(50), bank.bob, "EUR", 10L, "held"));

    assertThat(detail("balances-are-postings"))
        .contains("0 EUR held, but its open holds sum to 10");
  }

  @Test
  void modelAgrees_whenAProcessedRowIsDeleted_isInvalidAndNamesTheCommand() {
    bank.history.rows(0).processed.removeIf(row -> row.id().equals(bank.direct));

    Report report = bank.report();
    assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(check(report, "model-agrees").detail())
        .contains("processed row of Post " + bank.direct, "is missing in ledger partition 0");
  }

  @Test
  void modelAgrees_whenAPostingIsDeleted_isInvalidAndTheIntentIsLost() {
    bank.history
        .rows(0)
        .postings
        .removeIf(row -> row.commandId().equals(bank.direct) && row.amountMinor() > 0);

    Report report = bank.report();
    assertThat(check(report, "model-agrees").detail())
        .contains("Post " + bank.direct, "posting of it is missing");
    assertThat(check(report, "nothing-lost").detail()).contains("intent " + bank.direct);
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(report.money()).containsEntry("EUR", new Money(0, 300, 0));
    assertThat(report.badIntents()).hasSize(1);
  }

  @Test
  void modelAgrees_whenAStoredOutcomeWasChanged_isInvalid() {
    List<ProcessedRow> rows = bank.history.rows(0).processed;
    rows.replaceAll(
        row ->
            row.id().equals(bank.refusal)
                ? new ProcessedRow(
                    row.id(),
                    row.payloadHash(),
                    row.logOffset(),
                    row.topic(),
                    row.key(),
                    new byte[] {'{', '}'})
                : row);

    assertThat(detail("model-agrees")).contains("processed row of command " + bank.refusal);
  }

  @Test
  void modelAgrees_whenAHoldHasAnotherState_isInvalid() {
    List<HoldRow> rows = bank.history.rows(0).holds;
    rows.replaceAll(
        row ->
            new HoldRow(
                row.transferId(), row.account(), row.currency(), row.amountMinor(), "released"));

    assertThat(detail("model-agrees"))
        .contains("hold of transfer " + bank.saga, "is released; the log implies settled");
  }

  @Test
  void modelAgrees_whenARefusalWasInvented_isInvalid() {
    bank.history.rows(0).refused.add(new RefusedRow(5, null, "BadJson"));

    assertThat(detail("model-agrees"))
        .contains("refused offset 5 as BadJson; the log implies no refusal");
  }

  @Test
  void modelAgrees_whenProgressHasAnotherFloor_isInvalid() {
    bank.history.rows(1).progress = new ProgressRow(5, T0 + 8, T0, 86_400_000, 1);

    assertThat(detail("model-agrees")).contains("ledger partition 1: progress has log time");
  }

  @Test
  void modelAgrees_whenAnAccountIsMissing_isInvalidAndNamesIt() {
    bank.history.rows(0).accounts.removeIf(row -> row.account().equals(bank.bob));

    assertThat(detail("model-agrees")).contains("account " + bank.bob + " is missing");
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
  void nothingUnexpected_whenMoneyMovesWithoutAnIntent_isInvalidAndCounted() {
    UUID stranger = id(60);
    bank.pair(0, 3, stranger, stranger, "Post", bank.alice, bank.bob, "EUR", 7);

    Report report = bank.report();
    assertThat(report.unexpected()).isEqualTo(1);
    assertThat(check(report, "nothing-unexpected").detail()).contains(stranger + " moved 7 EUR");
    assertThat(report.money()).containsEntry("EUR", new Money(7, 7, 0));
  }

  @Test
  void nothingUnexpected_whenAnIntentPaysSomebodyElse_isInvalid() {
    List<PostingRow> rows = bank.history.rows(0).postings;
    rows.add(new PostingRow(3, bank.direct, bank.direct, "Post", bank.erin, "EUR", 300));

    assertThat(detail("nothing-unexpected")).contains("intent " + bank.direct, bank.erin);
  }

  @Test
  void outcomesAgree_whenTwoAnswersDiffer_isInvalid() {
    bank.result(
        bank.direct,
        "{\"transfer_id\":\"%s\",\"end\":\"Rejected\",\"reason\":\"InsufficientFunds\",\"partition\":0,\"version\":4}"
            .formatted(bank.direct));

    assertThat(verdict("outcomes-agree")).isEqualTo(Verdict.INVALID);
    assertThat(detail("outcomes-agree")).contains(bank.direct + " got two different results");
  }

  @Test
  void outcomesAgree_whenTheAnswerIsNotWhatTheLogImplies_isInvalid() {
    bank.removeResults(bank.refusal);
    bank.result(
        bank.refusal,
        "{\"transfer_id\":\"%s\",\"end\":\"Rejected\",\"reason\":\"AccountClosed\",\"partition\":0,\"version\":9}"
            .formatted(bank.refusal));

    assertThat(detail("outcomes-agree")).contains("the log implies InsufficientFunds");
  }

  @Test
  void outcomesAgree_whenARefusedTransferMovedMoney_isInvalidAndPostingsOutrank() {
    bank.removeResults(bank.saga);
    bank.result(
        bank.saga,
        "{\"transfer_id\":\"%s\",\"end\":\"Compensated\",\"reason\":\"AccountClosed\"}"
            .formatted(bank.saga));

    Report report = bank.report();
    assertThat(check(report, "outcomes-agree").detail())
        .contains(bank.saga + ": its result says Compensated, but its postings moved the money");
    assertThat(check(report, "saga-atomicity").verdict()).isEqualTo(Verdict.INVALID);
    assertThat(report.count(IntentClass.APPLIED)).isEqualTo(6);
  }

  @Test
  void answersTold_whenAnAnswerIsMissing_isInvalidAndTheIntentStuck() {
    bank.removeResults(bank.refusal);

    Report report = bank.report();
    assertThat(check(report, "answers-told").detail())
        .contains("Post " + bank.refusal, "was never answered");
    assertThat(report.count(IntentClass.STUCK)).isEqualTo(1);
    assertThat(check(report, "every-intent-ended").verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void answersTold_whenARefusalHasNoDeadLetter_isInvalid() {
    garbage(DeadLetterReason.BAD_VALUE);
    bank.history.records(Topic.DEAD_LETTERS, 0).clear();

    assertThat(detail("answers-told"))
        .contains("refused offset 13 (BadValue), but sent no dead letter");
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
  void sagaAtomicity_whenACompletedSagaWasNotSettled_isInvalid() {
    UUID settle = step(bank.saga, CommandType.SETTLE);
    bank.history.rows(0).postings.removeIf(row -> row.commandId().equals(settle));
    bank.history
        .rows(0)
        .holds
        .replaceAll(
            row ->
                row.transferId().equals(bank.saga)
                    ? new HoldRow(row.transferId(), row.account(), "EUR", 200L, "held")
                    : row);

    Report report = bank.report();
    assertThat(check(report, "saga-atomicity").detail())
        .contains("transfer " + bank.saga + " ended Completed, but its hold is held");
    assertThat(check(report, "in-transit-explained").detail())
        .contains("transfer " + bank.saga + " ended Completed and left -200 EUR in transit");
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(report.money()).containsEntry("EUR", new Money(200, 0, -200));
  }

  @Test
  void inTransitExplained_byAnOpenSaga_isValidWhileTheSagaIsStuck() {
    UUID settle = step(bank.saga, CommandType.SETTLE);
    bank.removeResults(bank.saga);
    bank.history.rows(0).postings.removeIf(row -> row.commandId().equals(settle));
    bank.history.rows(0).accounts.removeIf(row -> row.account().startsWith("~in-transit"));

    Report report = bank.report();
    assertThat(check(report, "in-transit-explained").verdict()).isEqualTo(Verdict.VALID);
    assertThat(report.money()).containsEntry("EUR", new Money(0, 0, -200));
  }

  @Test
  void inTransitExplained_whenTheAccountHoldsMore_isInvalid() {
    balance(1, "~in-transit:EUR", minor -> minor - 5);

    assertThat(detail("in-transit-explained"))
        .contains("-5 EUR are in transit, but open sagas explain +0");
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
  void faultsBit_whenEachBit_isValid() {
    FaultRecord bit =
        new FaultRecord(
            "kill", "broker-1", Instant.EPOCH, Optional.of(Instant.EPOCH), "gone", true, 3);

    assertThat(bank.report(Rest.QUIET, List.of(bit)).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void verdict_whenOneIsInvalidAndOneUnknown_isInvalid() {
    balance(0, bank.alice, minor -> minor + 1);
    bank.history.brokenJournalLines.add("torn");

    assertThat(bank.report().verdict()).isEqualTo(Verdict.INVALID);
  }

  private void garbage(DeadLetterReason reason) {
    bank.command(0, 13, id(80), CommandType.POST, money(bank.alice, bank.bob, -1));
    bank.history.rows(0).refused.add(new RefusedRow(13, id(80), reason.label()));
    bank.history.rows(0).progress = new ProgressRow(14, T0 + 8, T0 + 8 - 86_400_000, 86_400_000, 1);
    bank.deadLetter(bank.history.records(Topic.LEDGER_COMMANDS, 0).getLast(), reason);
  }

  private void balance(int partition, String account, UnaryOperator<Long> change) {
    bank.balance(partition, account, change);
  }

  private Verdict verdict(String name) {
    return check(bank.report(), name).verdict();
  }

  private String detail(String name) {
    return check(bank.report(), name).detail();
  }
}
