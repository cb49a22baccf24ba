package onlyonce.chaos.check;

import static onlyonce.chaos.reconcile.SmallBank.answerOf;
import static onlyonce.chaos.reconcile.SmallBank.check;
import static onlyonce.chaos.reconcile.SmallBank.ended;
import static onlyonce.chaos.reconcile.SmallBank.id;
import static onlyonce.chaos.reconcile.SmallBank.money;
import static onlyonce.chaos.reconcile.SmallBank.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.chaos.report.Money;
import onlyonce.chaos.report.Report;
import onlyonce.messages.CommandType;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is lost or doubled where the engine keeps no rows, on handwritten histories. */
final class WeakerSemanticsTest {
  private final SmallBank bank = new SmallBank().withoutEngineRows();

  @ParameterizedTest
  @EnumSource(
      value = Semantics.class,
      names = {"AT_MOST_ONCE", "AT_LEAST_ONCE"})
  void goodHistory_isValid_andSaysWhatWasNotJudged(Semantics semantics) {
    Report report = report(semantics);

    assertThat(report.checks())
        .hasSize(17)
        .allSatisfy(found -> assertThat(found.verdict()).as(found.name()).isEqualTo(Verdict.VALID));
    assertThat(report.judgement().leftOut())
        .extracting(LeftOut::name)
        .containsExactly("model-agrees", "outcomes-agree", "answers-told");
    assertThat(report.count(IntentClass.APPLIED)).isEqualTo(6);
    assertThat(report.count(IntentClass.REJECTED)).isEqualTo(2);
    assertThat(report.commandsPerSecond()).isPositive();
  }

  @Test
  void post_withoutPostingAndAnswer_isLost_andOnlyThatIsWrong() {
    lose(bank.direct);

    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(failed(report)).containsExactly("nothing-lost");
    assertThat(check(report, "nothing-lost").detail())
        .contains("intent " + bank.direct, "is in the log, but an effect is missing");
    assertThat(report.money()).containsEntry("EUR", new Money(0, 0, 0));
  }

  @Test
  void post_withAPostingAndNoAnswer_isNotLostButStuck() {
    bank.removeResults(bank.direct);

    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.count(IntentClass.LOST)).isZero();
    assertThat(report.count(IntentClass.STUCK)).isEqualTo(1);
    assertThat(failed(report)).containsExactly("every-intent-ended");
  }

  @Test
  void post_thatWasRefused_isNotLost() {
    Report report = report(Semantics.AT_MOST_ONCE);

    assertThat(report.count(IntentClass.REJECTED)).isEqualTo(2);
    assertThat(report.count(IntentClass.LOST)).isZero();
  }

  @Test
  void open_withoutAccountAndAnswer_isLost() {
    bank.removePostings(0, bank.openErin);
    bank.removeOutcomes(bank.openErin);
    bank.history.rows(0).accounts.removeIf(row -> row.currency().equals("USD"));

    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(failed(report)).containsExactly("nothing-lost");
  }

  @Test
  void saga_whoseHoldWasLost_isLost() {
    loseSettle();
    loseCredit();
    bank.history.rows(0).holds.removeIf(row -> row.transferId().equals(bank.saga));
    bank.removeOutcomes(step(bank.saga, CommandType.HOLD));
    bank.account(0, bank.alice, posted -> posted, _ -> 0L);

    assertLostAlone();
  }

  @Test
  void saga_whoseCreditWasLost_isLost() {
    loseSettle();
    loseCredit();

    assertLostAlone();
  }

  @Test
  void saga_whoseSettleWasLost_isLost_andWhatIsInTransitIsExplained() {
    loseSettle();

    assertLostAlone();
    assertThat(report(Semantics.AT_MOST_ONCE).money()).containsEntry("EUR", new Money(0, 0, -200));
  }

  @Test
  void saga_whoseReleaseWasLost_isLost() {
    bank.removeResults(bank.undone);
    bank.removeOutcomes(step(bank.undone, CommandType.RELEASE));
    bank.hold(0, bank.undone, "held");
    bank.account(0, bank.bob, posted -> posted, held -> held + 100);

    assertLostAlone();
  }

  @Test
  void sagaStep_withItsEffectAndNoAnswer_isStuck() {
    bank.removeResults(bank.undone);
    bank.removeOutcomes(step(bank.undone, CommandType.RELEASE));

    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.count(IntentClass.STUCK)).isEqualTo(1);
    assertThat(report.count(IntentClass.LOST)).isZero();
  }

  @Test
  void handedOver_andNotInTheLog_isLost_butNeverSentIsUnsent() {
    journal(70, new JournalEntry.HandedOver(20), 20);
    journal(71, new JournalEntry.NotSent(21), 21);

    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(report.count(IntentClass.UNSENT)).isEqualTo(1);
    assertThat(check(report, "nothing-lost").detail())
        .contains(id(70) + " was handed over, but is not in the log");
  }

  @Test
  void suppressed_countsLinesOfTheirOwn_andNoIntentThatWasGivenUp() {
    journal(70, new JournalEntry.Suppressed(20, id(70)), 20);
    bank.history.journal.add(new JournalEntry.Suppressed(21, bank.direct));
    bank.history.journal.add(new JournalEntry.Suppressed(21, bank.direct));

    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.input().suppressed()).isEqualTo(1);
    assertThat(report.input().intents()).isEqualTo(9);
    assertThat(report.input().lines()).isEqualTo(10);
    assertThat(report.count(IntentClass.UNSENT)).isEqualTo(1);
    assertThat(report.verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void recordAppliedTwice_isDuplicated_andItsBalancesStillAddUp() {
    bank.pair(0, 3, bank.direct, bank.direct, "Post", bank.alice, bank.bob, "EUR", 300);
    bank.balance(0, bank.alice, minor -> minor - 300);
    bank.balance(0, bank.bob, minor -> minor + 300);
    bank.result(bank.direct, ended(bank.direct, "\"end\":\"Completed\"", 0, 4));

    Report report = report(Semantics.AT_LEAST_ONCE);
    assertThat(report.count(IntentClass.DUPLICATED)).isEqualTo(1);
    assertThat(failed(report)).containsExactly("nothing-doubled");
    assertThat(report.money()).containsEntry("EUR", new Money(300, 300, 0));
  }

  @Test
  void recordWrittenTwice_isDuplicated() {
    bank.command(0, 4, bank.direct, CommandType.POST, money(bank.alice, bank.bob, 300));
    bank.pair(0, 4, bank.direct, bank.direct, "Post", bank.alice, bank.bob, "EUR", 300);
    bank.balance(0, bank.alice, minor -> minor - 300);
    bank.balance(0, bank.bob, minor -> minor + 300);
    bank.result(bank.direct, ended(bank.direct, "\"end\":\"Completed\"", 0, 5));

    Report report = report(Semantics.AT_LEAST_ONCE);
    assertThat(report.count(IntentClass.DUPLICATED)).isEqualTo(1);
    assertThat(failed(report)).containsExactly("nothing-doubled");
  }

  @Test
  void creditAppliedTwice_isDuplicated_andNeitherAtomicNorExplainedInTransit() {
    UUID credit = step(bank.saga, CommandType.CREDIT);
    bank.pair(1, 2, credit, bank.saga, "Credit", "~in-transit:EUR", bank.carol, "EUR", 200);
    bank.balance(1, bank.carol, minor -> minor + 200);
    bank.balance(1, "~in-transit:EUR", minor -> minor - 200);

    Report report = report(Semantics.AT_LEAST_ONCE);
    assertThat(report.count(IntentClass.DUPLICATED)).isEqualTo(1);
    assertThat(failed(report))
        .containsExactly("nothing-doubled", "in-transit-explained", "saga-atomicity");
    assertThat(report.money()).containsEntry("EUR", new Money(200, 0, -200));
  }

  @Test
  void balance_thatIsNotItsPostings_isInvalid() {
    bank.pair(0, 3, bank.direct, bank.direct, "Post", bank.alice, bank.bob, "EUR", 300);

    assertThat(failed(report(Semantics.AT_LEAST_ONCE)))
        .containsExactly("nothing-doubled", "balances-are-postings");
  }

  @Test
  void answers_thatContradictEachOther_areInvalid_andRepeatsAreNot() {
    bank.outcome(bank.saga, answerOf(0, bank.saga, CommandType.HOLD, 11, "Applied"));
    assertThat(failed(report(Semantics.AT_LEAST_ONCE))).isEmpty();

    bank.outcome(bank.saga, answerOf(0, bank.saga, CommandType.HOLD, 11, "HoldExists"));
    Report report = report(Semantics.AT_LEAST_ONCE);
    assertThat(failed(report)).containsExactly("answers-consistent");
    assertThat(check(report, "answers-consistent").detail())
        .contains(step(bank.saga, CommandType.HOLD) + " got outcomes that contradict");
  }

  @Test
  void logBehindTheGroup_isNotProcessed_andLosesNothing() {
    lose(bank.direct);
    bank.history.committed.put(0, 3L);

    Report report = report(Semantics.AT_LEAST_ONCE);
    assertThat(check(report, "log-processed").detail())
        .contains("ledger partition 0: 7 records from offset 3 on are not processed");
    assertThat(report.count(IntentClass.LOST)).isZero();
  }

  @Test
  void groupThatCommittedNothing_hasProcessedNothing() {
    bank.history.committed.clear();

    assertThat(check(report(Semantics.AT_LEAST_ONCE), "log-processed").verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void missingEffect_whileSomethingMoves_isUnknownAsYet() {
    lose(bank.direct);

    Report report = bank.report(Semantics.AT_MOST_ONCE, new Rest(false, true), List.of());
    assertThat(check(report, "nothing-lost").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private void assertLostAlone() {
    Report report = report(Semantics.AT_MOST_ONCE);
    assertThat(report.count(IntentClass.LOST)).isEqualTo(1);
    assertThat(report.count(IntentClass.STUCK)).isZero();
    assertThat(failed(report)).containsExactly("nothing-lost");
  }

  private void lose(UUID post) {
    bank.removePostings(0, post);
    bank.removeResults(post);
    bank.balance(0, bank.alice, minor -> minor + 300);
    bank.balance(0, bank.bob, minor -> minor - 300);
  }

  private void loseSettle() {
    bank.removeResults(bank.saga);
    bank.removeOutcomes(step(bank.saga, CommandType.SETTLE));
    bank.removePostings(0, step(bank.saga, CommandType.SETTLE));
    bank.hold(0, bank.saga, "held");
    bank.account(0, bank.alice, posted -> posted + 200, held -> held + 200);
    bank.history.rows(0).accounts.removeIf(row -> row.account().startsWith("~in-transit"));
  }

  private void loseCredit() {
    bank.history.records(Topic.LEDGER_COMMANDS, 0).removeIf(logged -> logged.offset() == 7);
    bank.removeOutcomes(step(bank.saga, CommandType.CREDIT));
    bank.removePostings(1, step(bank.saga, CommandType.CREDIT));
    bank.balance(1, bank.carol, minor -> minor - 200);
    bank.history.rows(1).accounts.removeIf(row -> row.account().startsWith("~in-transit"));
  }

  private void journal(int number, JournalEntry end, long line) {
    bank.history.journal.add(
        new JournalEntry.Journalled(
            line,
            id(number),
            "ledger-commands",
            0,
            "onlyonce.Post",
            SmallBank.T0,
            money(bank.alice, bank.bob, 1)));
    bank.history.journal.add(end);
  }

  private Report report(Semantics semantics) {
    return bank.report(semantics, Rest.QUIET, List.of());
  }

  private static List<String> failed(Report report) {
    return report.checks().stream()
        .filter(found -> found.verdict() != Verdict.VALID)
        .map(CheckResult::name)
        .toList();
  }
}
