package onlyonce.chaos.check;

import static onlyonce.chaos.reconcile.SmallBank.T0;
import static onlyonce.chaos.reconcile.SmallBank.check;
import static onlyonce.chaos.reconcile.SmallBank.id;
import static onlyonce.chaos.reconcile.SmallBank.money;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlyonce.chaos.history.HoldRow;
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
import org.junit.jupiter.api.Test;

/** Checks against the replayed log, on histories that are wrong in one way. */
final class ReplayChecksTest {
  private final SmallBank bank = new SmallBank();

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
