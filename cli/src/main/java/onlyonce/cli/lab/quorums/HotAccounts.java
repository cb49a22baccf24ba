package onlyonce.cli.lab.quorums;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;

/**
 * Accounts that are written and read all the time: few, and equally many in each ledger partition.
 */
record HotAccounts(List<List<AccountId>> byPartition) {
  private static final int NAMES_TO_TRY = 10_000;

  HotAccounts {
    byPartition = byPartition.stream().map(List::copyOf).toList();
  }

  /**
   * @param each how many in a ledger partition, at least 2: money moves between them
   */
  static HotAccounts named(String prefix, Partitioning partitioning, int each) {
    Map<Integer, List<AccountId>> found = new TreeMap<>();
    int missing = each * partitioning.count();
    for (int i = 0; i < NAMES_TO_TRY && missing > 0; i++) {
      AccountId candidate = new AccountId("%s.%03d".formatted(prefix, i));
      List<AccountId> there =
          found.computeIfAbsent(partitioning.of(candidate), _ -> new ArrayList<>());
      if (there.size() < each) {
        there.add(candidate);
        missing--;
      }
    }
    if (missing > 0) {
      throw new IllegalStateException(
          "no %d names like %s in each of %d ledger partitions"
              .formatted(each, prefix, partitioning.count()));
    }
    return new HotAccounts(List.copyOf(found.values()));
  }

  /** A payer and another account of the same ledger partition. */
  record Pair(AccountId from, AccountId to) {}

  List<AccountId> all() {
    return byPartition.stream().flatMap(List::stream).toList();
  }

  int anyPartition(RandomGenerator random) {
    return random.nextInt(byPartition.size());
  }

  AccountId any(int partition, RandomGenerator random) {
    List<AccountId> there = byPartition.get(partition);
    return there.get(random.nextInt(there.size()));
  }

  Pair anyPair(RandomGenerator random) {
    List<AccountId> there = byPartition.get(anyPartition(random));
    int from = random.nextInt(there.size());
    int to = (from + 1 + random.nextInt(there.size() - 1)) % there.size();
    return new Pair(there.get(from), there.get(to));
  }
}
