package onlyonce.messages;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which shard holds which ledger partition, and how accounts map to ledger partitions.
 *
 * @param placement decided the places, and decides the next ones unless another is chosen
 * @param places by ledger partition, one for each from 0 to the count
 */
public record ShardMap(
    Partitioning partitioning, Placement placement, SortedMap<Integer, Place> places) {

  /**
   * Where a ledger partition lives.
   *
   * @param shard the shard's name, such as {@code shard-1}
   * @param jdbcUrl its primary, without user and password
   * @param epoch rises with every move and failover
   * @param moving where a mover is bringing it; until that is published as its place, it lives here
   */
  public record Place(String shard, String jdbcUrl, long epoch, Optional<Moving> moving) {
    /** At rest. */
    public Place(String shard, String jdbcUrl, long epoch) {
      this(shard, jdbcUrl, epoch, Optional.empty());
    }

    /** The same place at the same epoch: whoever works there needn't do anything anew. */
    public boolean isAt(Place other) {
      return shard.equals(other.shard) && jdbcUrl.equals(other.jdbcUrl) && epoch == other.epoch;
    }
  }

  /**
   * The target of a move that is under way.
   *
   * @param shard the target's name
   * @param jdbcUrl its primary when the move began, without user and password
   */
  public record Moving(String shard, String jdbcUrl) {}

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
    return placed(partitioning, new ModuloPlacement(), jdbcUrlByShard);
  }

  /**
   * A new map, epoch 1.
   *
   * @throws IllegalArgumentException when there is no shard
   */
  public static ShardMap placed(
      Partitioning partitioning, Placement placement, Map<String, String> jdbcUrlByShard) {
    SortedMap<Integer, Place> places = new TreeMap<>();
    placement
        .place(partitioning.count(), new TreeSet<>(jdbcUrlByShard.keySet()), Map.of())
        .forEach(
            (partition, shard) ->
                places.put(partition, new Place(shard, jdbcUrlByShard.getOrDefault(shard, ""), 1)));
    return new ShardMap(partitioning, placement, places);
  }

  /** The same map with other places. */
  public ShardMap withPlaces(SortedMap<Integer, Place> others) {
    return new ShardMap(partitioning, placement, others);
  }

  /** The same map with some places changed. */
  public ShardMap with(Map<Integer, Place> changed) {
    SortedMap<Integer, Place> all = new TreeMap<>(places);
    all.putAll(changed);
    return withPlaces(all);
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

  /** The shards that hold at least one ledger partition. */
  public SortedSet<String> shards() {
    return new TreeSet<>(jdbcUrls().keySet());
  }

  /** The ledger partitions that a shard holds, rising. */
  public List<Integer> partitionsOf(String shard) {
    return places.entrySet().stream()
        .filter(entry -> entry.getValue().shard().equals(shard))
        .map(Map.Entry::getKey)
        .toList();
  }
}
