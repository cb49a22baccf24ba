package onlyonce.cli.bench;

import java.util.ArrayList;
import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;

/**
 * The accounts that take part, by ledger partition, each with the same opening balance: more than
 * any run can spend, so every command is applied.
 */
record Books(Partitioning partitioning, List<List<AccountId>> accounts) {
  static final CurrencyCode CURRENCY = new CurrencyCode("EUR");
  static final long OPENING_MINOR = 1_000_000_000_000L;

  Books {
    accounts = accounts.stream().map(List::copyOf).toList();
    for (int partition = 0; partition < accounts.size(); partition++) {
      if (accounts.get(partition).size() < 2) {
        throw new IllegalArgumentException(
            "ledger partition " + partition + " has fewer than two accounts; raise --accounts");
      }
    }
  }

  static Books of(int accounts, int ledgerPartitions) {
    Partitioning partitioning = Partitioning.hash(ledgerPartitions);
    List<List<AccountId>> byPartition = new ArrayList<>();
    for (int partition = 0; partition < ledgerPartitions; partition++) {
      byPartition.add(new ArrayList<>());
    }
    for (int number = 0; number < accounts; number++) {
      AccountId account = AccountId.ofClient("account-%06d".formatted(number));
      byPartition.get(partitioning.of(account)).add(account);
    }
    return new Books(partitioning, byPartition);
  }

  List<AccountId> of(int partition) {
    return accounts.get(partition);
  }
}
