package onlyonce.messages;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which shard holds which ledger partition, and how accounts map to ledger partitions.
 *
 * @param places by ledger partition, one for each from 0 to the count
 */
public record ShardMap(Partitioning partitioning, SortedMap<Integer, Place> places) {

  /**
   * Where a ledger partition lives.
   *
   * @param shard the shard's name, such as {@code shard-1}
   * @param jdbcUrl its primary, without user and password
   * @param epoch rises with every move and failover
   */
  public record Place(String shard, String jdbcUrl, long epoch) {}

  /**
   * @throws IllegalArgumentException when a ledger partition has no place
   */
  public ShardMap {
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    for (int partition = 0; partition < partitioning.count(); partition++) {
      if (!places.containsKey(partition)) {
        throw new IllegalArgumentException(
            "ledger partition " + partition + " has no place in the shard map");
      }
    }
    if (places.size() != partitioning.count()) {
      throw new IllegalArgumentException(
          "the shard map places "
              + places.size()
              + " ledger partitions of "
              + partitioning.count());
    }
  }

  /** A new map: ledger partition modulo the number of shards, epoch 1. */
  public static ShardMap modulo(Partitioning partitioning, Map<String, String> jdbcUrlByShard) {
    List<Map.Entry<String, String>> shards = List.copyOf(new TreeMap<>(jdbcUrlByShard).entrySet());
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("a shard map needs at least one shard");
    }
    SortedMap<Integer, Place> places = new TreeMap<>();
    for (int partition = 0; partition < partitioning.count(); partition++) {
      Map.Entry<String, String> shard = shards.get(partition % shards.size());
      places.put(partition, new Place(shard.getKey(), shard.getValue(), 1));
    }
    return new ShardMap(partitioning, places);
  }

  /** The place of a ledger partition. */
  public Place place(int partition) {
    Place place = places.get(partition);
    if (place == null) {
      throw new IllegalArgumentException(
          "no ledger partition " + partition + " among " + partitioning.count());
    }
    return place;
  }

  /** The JDBC URLs by shard. */
  public SortedMap<String, String> jdbcUrls() {
    return places.values().stream()
        .collect(Collectors.toMap(Place::shard, Place::jdbcUrl, (a, b) -> b, TreeMap::new));
  }

  /** The ledger partitions that a shard holds, rising. */
  public List<Integer> partitionsOf(String shard) {
    return places.entrySet().stream()
        .filter(entry -> entry.getValue().shard().equals(shard))
        .map(Map.Entry::getKey)
        .toList();
  }
}
