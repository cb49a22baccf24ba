package onlyonce.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import onlyonce.cli.shards.ShardReading;
import onlyonce.ledger.PartitionBooks;
import onlyonce.messages.AccountId;
import onlyonce.messages.ByRange;
import onlyonce.messages.PartitionFunction;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EngineReads.PartitionProgress;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers as map and shards have them. Its names are those of the JSON.
 *
 * @param bounds of ranges, else none
 * @param partitions of the shards that answered
 * @param silent shards that did not answer
 * @param flaws what must not be so
 * @param notes what one should know
 */
record LedgerStatus(
    String function,
    List<String> bounds,
    int ledgerPartitions,
    String placement,
    List<ShardSum> shards,
    List<PartitionLine> partitions,
    List<String> silent,
    List<String> flaws,
    List<String> notes) {

  /** One shard, as the map names it, and what it has of the map's ledger partitions. */
  record ShardSum(
      String shard, String jdbcUrl, List<Integer> ledgerPartitions, long accounts, long rows) {}

  /** One ledger partition. */
  record PartitionLine(
      int ledgerPartition,
      String shard,
      long epoch,
      long nextOffset,
      long publishedOffset,
      boolean frozen,
      @Nullable String movingTo,
      long accounts,
      long postingRows,
      long processedRows,
      long holdRows,
      List<BalanceSum> balances) {

    long rows() {
      return accounts + postingRows + processedRows + holdRows;
    }
  }

  /** Sums in one currency, as strings: no JSON reader corrupts them. */
  record BalanceSum(
      String currency,
      String customersMinor,
      String heldMinor,
      String inTransitMinor,
      String totalMinor) {
    static BalanceSum of(PartitionBooks.Balance balance) {
      return new BalanceSum(
          balance.currency().value(),
          balance.customersMinor().toString(),
          balance.heldMinor().toString(),
          balance.inTransitMinor().toString(),
          balance.totalMinor().toString());
    }
  }

  static LedgerStatus of(ShardMap map, List<ShardReading> readings) {
    List<ShardSum> shards = new ArrayList<>();
    List<PartitionLine> lines = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    List<String> flaws = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (ShardReading reading : readings) {
      List<PartitionLine> here = new ArrayList<>();
      switch (reading) {
        case ShardReading.Silent shard ->
            silent.add(shard.shard() + " does not answer: " + shard.why());
        case ShardReading.Answered shard -> {
          for (int partition : map.partitionsOf(shard.shard())) {
            look(map, shard, partition, here, flaws);
            map.place(partition)
                .moving()
                .ifPresent(target -> notes.add(moving(partition, shard.shard(), target)));
          }
          notes.addAll(elsewhere(map, shard));
        }
      }
      shards.add(
          new ShardSum(
              reading.shard(),
              map.jdbcUrls().getOrDefault(reading.shard(), ""),
              map.partitionsOf(reading.shard()),
              here.stream().mapToLong(PartitionLine::accounts).sum(),
              here.stream().mapToLong(PartitionLine::rows).sum()));
      lines.addAll(here);
    }
    lines.sort(Comparator.comparingInt(PartitionLine::ledgerPartition));
    return new LedgerStatus(
        map.partitioning().function().name(),
        bounds(map.partitioning().function()),
        map.partitioning().count(),
        map.placement().label(),
        shards,
        lines,
        silent,
        flaws,
        notes);
  }

  private static void look(
      ShardMap map,
      ShardReading.Answered shard,
      int partition,
      List<PartitionLine> lines,
      List<String> flaws) {
    PartitionProgress progress = shard.progress().get(partition);
    PartitionBooks books = shard.books().get(partition);
    if (progress == null || books == null) {
      flaws.add(
          "%s has no ledger partition %d, which the map gives it; run `onlyonce ledger migrate`"
              .formatted(shard.shard(), partition));
      return;
    }
    for (PartitionBooks.Balance balance : books.balances()) {
      if (balance.totalMinor().signum() != 0) {
        flaws.add(
            "the books of ledger partition %d in %s sum to %d instead of 0; run `onlyonce reconcile`"
                .formatted(partition, balance.currency(), balance.totalMinor()));
      }
    }
    lines.add(
        new PartitionLine(
            partition,
            shard.shard(),
            map.place(partition).epoch(),
            progress.nextOffset(),
            progress.publishedOffset(),
            progress.frozen(),
            map.place(partition).moving().map(ShardMap.Moving::shard).orElse(null),
            books.accounts(),
            books.postings(),
            progress.processed(),
            books.holds(),
            books.balances().stream().map(BalanceSum::of).toList()));
  }

  private static List<String> elsewhere(ShardMap map, ShardReading.Answered shard) {
    TreeSet<Integer> others = new TreeSet<>(shard.progress().keySet());
    others.removeAll(map.partitionsOf(shard.shard()));
    return others.stream()
        .map(
            partition ->
                isFrozen(shard, partition)
                    ? "%s keeps what ledger partition %d was when it moved to %s, until `onlyonce ledger drop-moved`"
                        .formatted(shard.shard(), partition, map.place(partition).shard())
                    : "%s also has tables of ledger partition %d, which the map does not place there"
                        .formatted(shard.shard(), partition))
        .toList();
  }

  private static boolean isFrozen(ShardReading.Answered shard, int partition) {
    PartitionProgress progress = shard.progress().get(partition);
    return progress != null && progress.frozen();
  }

  private static String moving(int partition, String shard, ShardMap.Moving target) {
    return "ledger partition %d is moving from %s to %s; if nobody is at work there, run `onlyonce ledger rebalance` again"
        .formatted(partition, shard, target.shard());
  }

  private static List<String> bounds(PartitionFunction function) {
    return function instanceof ByRange range
        ? range.bounds().stream().map(AccountId::value).toList()
        : List.of();
  }
}
