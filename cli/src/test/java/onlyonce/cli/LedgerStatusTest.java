package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import onlyonce.cli.shards.ShardReading;
import onlyonce.ledger.PartitionBooks;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EngineReads.PartitionProgress;
import org.junit.jupiter.api.Test;

final class LedgerStatusTest {
  private static final ShardMap MAP =
      ShardMap.modulo(Partitioning.hash(4), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));

  @Test
  void of_soundLedgers_addsUp() {
    LedgerStatus status =
        LedgerStatus.of(MAP, List.of(answered("shard-1", 0, 0, 2), answered("shard-2", 0, 1, 3)));

    assertThat(status.partitions())
        .extracting(LedgerStatus.PartitionLine::ledgerPartition)
        .containsExactly(0, 1, 2, 3);
    assertThat(status.shards())
        .extracting(LedgerStatus.ShardSum::accounts, LedgerStatus.ShardSum::rows)
        .containsOnly(tuple(20L, 2 * (10L + 20 + 30 + 5)));
    assertThat(status.flaws()).isEmpty();
    assertThat(status.silent()).isEmpty();
    assertThat(LedgerStatusText.of(status))
        .contains("4 ledger partitions by hash, placed by modulo")
        .containsPattern(
            "(?m)^ +0  shard-1 +1 +1,000 +10 +20 +5 +30  EUR 700 held 7 in transit -3$");
  }

  @Test
  void of_silentShard_leavesItsLedgerPartitionsOut() {
    LedgerStatus status =
        LedgerStatus.of(
            MAP,
            List.of(answered("shard-1", 0, 0, 2), new ShardReading.Silent("shard-2", "refused")));

    assertThat(status.silent()).containsExactly("shard-2 does not answer: refused");
    assertThat(status.partitions()).hasSize(2);
    assertThat(status.shards()).hasSize(2);
  }

  @Test
  void of_booksThatDoNotSumToZero_missingAndStrayPartitions_areNamed() {
    LedgerStatus status =
        LedgerStatus.of(MAP, List.of(answered("shard-1", 5, 0, 1), answered("shard-2", 0, 1, 3)));

    assertThat(status.flaws())
        .containsExactly(
            "the books of ledger partition 0 in EUR sum to 5 instead of 0; run `onlyonce reconcile`",
            "shard-1 has no ledger partition 2, which the map gives it; run `onlyonce ledger migrate`");
    assertThat(status.notes())
        .containsExactly(
            "shard-1 also has tables of ledger partition 1, which the map does not place there");
  }

  @Test
  void of_movingAndMovedLedgerPartitions_saysWhereTo() {
    ShardMap moving =
        MAP.with(
            Map.of(
                0,
                new ShardMap.Place(
                    "shard-1", "jdbc:a", 1, Optional.of(new ShardMap.Moving("shard-2", "jdbc:b"))),
                2,
                new ShardMap.Place("shard-2", "jdbc:b", 2)));

    LedgerStatus status =
        LedgerStatus.of(
            moving,
            List.of(answered("shard-1", 0, true, 0, 2), answered("shard-2", 0, false, 1, 2, 3)));

    assertThat(status.partitions())
        .extracting(
            LedgerStatus.PartitionLine::movingTo,
            LedgerStatus.PartitionLine::frozen,
            LedgerStatus.PartitionLine::shard)
        .containsExactly(
            tuple("shard-2", true, "shard-1"),
            tuple(null, false, "shard-2"),
            tuple(null, false, "shard-2"),
            tuple(null, false, "shard-2"));
    assertThat(LedgerStatusText.of(status)).contains("shard-1 to shard-2 (frozen)");
    assertThat(status.notes())
        .containsExactly(
            "ledger partition 0 is moving from shard-1 to shard-2; if nobody is at work there, run `onlyonce ledger rebalance` again",
            "shard-1 keeps what ledger partition 2 was when it moved to shard-2, until `onlyonce ledger drop-moved`");
  }

  private static ShardReading answered(String shard, long total, int... partitions) {
    return answered(shard, total, false, partitions);
  }

  private static ShardReading answered(
      String shard, long total, boolean frozen, int... partitions) {
    Map<Integer, PartitionProgress> progress = new TreeMap<>();
    Map<Integer, PartitionBooks> books = new TreeMap<>();
    for (int partition : partitions) {
      progress.put(partition, new PartitionProgress(partition, 1_000, 990, frozen, 1, 5));
      books.put(
          partition,
          new PartitionBooks(
              10,
              20,
              30,
              List.of(
                  new PartitionBooks.Balance(
                      CurrencyCode.of("EUR"), minor(700), minor(7), minor(-3), minor(total)))));
    }
    return new ShardReading.Answered(shard, new TreeMap<>(progress), new TreeMap<>(books));
  }

  private static BigInteger minor(long minor) {
    return BigInteger.valueOf(minor);
  }
}
