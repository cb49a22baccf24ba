package onlyonce.cli.shards;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.ledger.PartitionBooks;
import onlyonce.processor.EngineReads.PartitionProgress;

/** What one shard's primary said of its ledger partitions. */
public sealed interface ShardReading {

  String shard();

  /**
   * It answered, from one snapshot.
   *
   * @param progress by ledger partition, of all that it has, also of those that the map places
   *     elsewhere
   * @param books by ledger partition, of the same
   */
  record Answered(
      String shard,
      SortedMap<Integer, PartitionProgress> progress,
      SortedMap<Integer, PartitionBooks> books)
      implements ShardReading {
    public Answered {
      progress = Collections.unmodifiableSortedMap(new TreeMap<>(progress));
      books = Collections.unmodifiableSortedMap(new TreeMap<>(books));
    }
  }

  /** It did not, and this is why. */
  record Silent(String shard, String why) implements ShardReading {}
}
