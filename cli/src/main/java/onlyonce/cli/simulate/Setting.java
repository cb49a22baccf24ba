package onlyonce.cli.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;
import onlyonce.producer.Routing;

/** What every simulated history has in common: sizes, accounts, and the dedup window. */
final class Setting {
  static final int LEDGERS = 3;
  static final int PROCESSORS = 2;
  static final int TASKS = 2;
  static final int ORCHESTRATORS = 2;

  static final Duration WINDOW = Duration.ofMinutes(10);
  static final long START_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  static final long OPENING_MINOR = 500;

  static final CurrencyCode EUR = new CurrencyCode("EUR");
  static final CurrencyCode USD = new CurrencyCode("USD");

  static final Partitioning PARTITIONING = Partitioning.hash(LEDGERS);
  static final Routing ROUTING = new Routing(PARTITIONING, TASKS, "onlyonce/simulated-producer");

  /** In each ledger partition: two that pay in EUR, one in USD, one that may be closed. */
  static final List<SimulatedAccount> ACCOUNTS = accounts();

  /** One name in each ledger partition that is never opened. */
  static final List<AccountId> NOBODY =
      List.of(idIn(0, "nobody"), idIn(1, "nobody"), idIn(2, "nobody"));

  private Setting() {}

  /**
   * An account that is open when a history begins.
   *
   * @param openingMinor 0 for one that can be closed
   */
  record SimulatedAccount(AccountId id, int ledger, CurrencyCode currency, long openingMinor) {
    boolean mayClose() {
      return openingMinor == 0;
    }
  }

  private static List<SimulatedAccount> accounts() {
    List<SimulatedAccount> accounts = new ArrayList<>();
    for (int ledger = 0; ledger < LEDGERS; ledger++) {
      accounts.add(account("anna", ledger, EUR, OPENING_MINOR));
      accounts.add(account("ben", ledger, EUR, OPENING_MINOR));
      accounts.add(account("uma", ledger, USD, OPENING_MINOR));
      accounts.add(account("zoe", ledger, EUR, 0));
    }
    return List.copyOf(accounts);
  }

  private static SimulatedAccount account(
      String name, int ledger, CurrencyCode currency, long openingMinor) {
    return new SimulatedAccount(idIn(ledger, name), ledger, currency, openingMinor);
  }

  /** An account id of that ledger partition which begins with the name. */
  static AccountId idIn(int ledger, String name) {
    for (int i = 0; ; i++) {
      AccountId candidate = new AccountId(name + "." + i);
      if (PARTITIONING.of(candidate) == ledger) {
        return candidate;
      }
    }
  }
}
