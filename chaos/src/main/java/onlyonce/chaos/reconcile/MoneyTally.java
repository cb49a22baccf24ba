package onlyonce.chaos.reconcile;

import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.chaos.intent.Strays;
import onlyonce.chaos.report.Money;

/**
 * Adds up, per currency, what was created, destroyed and is in transit. Postings are the source.
 */
final class MoneyTally {
  private final SortedMap<String, Money> byCurrency = new TreeMap<>();

  void posting(PostingRow row) {
    add(row.currency(), 0, 0, row.account().startsWith("~in-transit:") ? row.amountMinor() : 0);
  }

  void intent(Intent intent) {
    String currency = intent.wish().currency();
    if (currency.isEmpty()) {
      return;
    }
    long asked = intent.wish().amountMinor();
    long debited = intent.debitedMinor();
    long credited = intent.creditedMinor();
    long created = Math.max(0, credited - asked);
    long destroyed = Math.max(0, debited - asked);
    boolean open = intent.wish().kind() == IntentKind.SAGA && intent.end().isEmpty();
    if (!open && intent.wish().kind() != IntentKind.OPEN) {
      long took = Math.min(debited, asked);
      long gave = Math.min(credited, asked);
      created += Math.max(0, gave - took);
      destroyed += Math.max(0, took - gave);
    }
    add(currency, created, destroyed, 0);
  }

  void strays(Strays strays) {
    strays.forEach(
        (id, stray) -> add(stray.currency(), stray.creditedMinor(), stray.debitedMinor(), 0));
  }

  private void add(String currency, long created, long destroyed, long inTransit) {
    byCurrency.merge(
        currency,
        new Money(created, destroyed, inTransit),
        (a, b) ->
            new Money(
                a.createdMinor() + b.createdMinor(),
                a.destroyedMinor() + b.destroyedMinor(),
                a.inTransitMinor() + b.inTransitMinor()));
  }

  SortedMap<String, Money> money() {
    return byCurrency;
  }
}
