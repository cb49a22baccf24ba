package onlyonce.cli.shards;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.ledger.PartitionBooks;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EngineReads;
import onlyonce.processor.EngineReads.PartitionProgress;

/** Asks every shard of a map what it has. */
public final class ReadShards {
  private ReadShards() {}

  /**
   * One reading for each shard, by name. Counts rows, so it takes a while on a large ledger.
   *
   * @param databaseUser only reads
   */
  public static List<ShardReading> of(ShardMap map, String databaseUser) {
    return map.jdbcUrls().entrySet().stream()
        .map(shard -> read(shard.getKey(), shard.getValue(), databaseUser))
        .toList();
  }

  private static ShardReading read(String shard, String jdbcUrl, String databaseUser) {
    try (Connection connection = ShardSnapshot.open(jdbcUrl, databaseUser)) {
      SortedMap<Integer, PartitionProgress> progress = new TreeMap<>();
      EngineReads.progress(connection).forEach(of -> progress.put(of.partition(), of));
      return new ShardReading.Answered(
          shard, progress, PartitionBooks.read(connection, progress.keySet()));
    } catch (SQLException e) {
      return new ShardReading.Silent(shard, String.valueOf(e.getMessage()));
    }
  }

  /**
   * How much each ledger partition has, where the map places it.
   *
   * @throws IllegalStateException when a shard did not answer or lacks a ledger partition
   */
  public static SortedMap<Integer, PartitionLoad> loads(ShardMap map, List<ShardReading> readings) {
    Map<String, ShardReading> byShard = new TreeMap<>();
    readings.forEach(reading -> byShard.put(reading.shard(), reading));
    SortedMap<Integer, PartitionLoad> loads = new TreeMap<>();
    map.places()
        .forEach(
            (partition, place) -> {
              ShardReading reading = byShard.get(place.shard());
              switch (reading) {
                case null -> throw new IllegalStateException(place.shard() + " was not asked");
                case ShardReading.Silent silent ->
                    throw new IllegalStateException(
                        place.shard() + " does not answer: " + silent.why());
                case ShardReading.Answered answered ->
                    loads.put(partition, load(answered, partition));
              }
            });
    return loads;
  }

  private static PartitionLoad load(ShardReading.Answered shard, int partition) {
    PartitionProgress progress = shard.progress().get(partition);
    PartitionBooks books = shard.books().get(partition);
    if (progress == null || books == null) {
      throw new IllegalStateException(
          "%s has no ledger partition %d; run `onlyonce ledger migrate`"
              .formatted(shard.shard(), partition));
    }
    return PartitionLoad.of(progress, books);
  }
}
