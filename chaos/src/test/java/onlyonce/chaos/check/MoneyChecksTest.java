package onlyonce.chaos.check;

import static onlyonce.chaos.reconcile.SmallBank.check;
import static onlyonce.chaos.reconcile.SmallBank.id;
import static onlyonce.chaos.reconcile.SmallBank.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.chaos.report.Money;
import onlyonce.chaos.report.Report;
import onlyonce.messages.CommandType;
import org.junit.jupiter.api.Test;

/** Checks of balances and postings, on histories that are wrong in one way. */
final class MoneyChecksTest {
  private final SmallBank bank = new SmallBank();

  @Test
  void conservation_whenFiveEurosComeAndFiveDollarsGo_isInvalidInBoth() {
    bank.balance(0, bank.alice, minor -> minor + 5);
    bank.balance(0, bank.erin, minor -> minor - 5);

    assertThat(verdict("conservation")).isEqualTo(Verdict.INVALID);
    assertThat(detail("conservation"))
        .contains("balances in EUR sum to +5", "balances in USD sum to -5");
  }

  @Test
  void conservation_whenPartitionsCancelEachOther_isInvalid() {
    bank.balance(0, bank.alice, minor -> minor + 5);
    bank.balance(1, bank.carol, minor -> minor - 5);

    assertThat(detail("conservation"))
        .contains("ledger partition 0: balances in EUR sum to +5")
        .contains("ledger partition 1: balances in EUR sum to -5")
        .doesNotContain("all balances");
  }

  @Test
  void nonNegative_whenAnAccountIsOverdrawn_isInvalidAndNamesIt() {
    bank.balance(0, bank.bob, minor -> -1L);

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
    bank.balance(0, bank.alice, minor -> minor + 100);

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
    bank.balance(1, "~in-transit:EUR", minor -> minor - 5);

    assertThat(detail("in-transit-explained"))
        .contains("-5 EUR are in transit, but open sagas explain +0");
  }

  private Verdict verdict(String name) {
    return check(bank.report(), name).verdict();
  }

  private String detail(String name) {
    return check(bank.report(), name).detail();
  }
}
