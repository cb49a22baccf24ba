package onlyonce.messages;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which ledger partitions move when shards come or go. It is decided once, from the map as it is;
 * whoever moves them follows it to the letter.
 *
 * @param before the places of now
 * @param placement decides the new ones
 * @param shards that there will be
 * @param moves in the order of the ledger partitions
 */
public record MovePlan(
    ShardMap before, Placement placement, SortedSet<String> shards, List<Move> moves) {

  /** One ledger partition's way. */
  public record Move(int partition, String from, String to) {}

  public MovePlan {
    moves = List.copyOf(moves);
  }

  /**
   * A shard comes.
   *
   * @throws IllegalArgumentException when it is there already
   */
  public static MovePlan adding(ShardMap map, String shard, Placement placement) {
    SortedSet<String> shards = map.shards();
    if (!shards.add(shard)) {
      throw new IllegalArgumentException(shard + " is in the shard map already: " + shards);
    }
    return to(map, shards, placement);
  }

  /**
   * A shard goes.
   *
   * @throws IllegalArgumentException when it is not there, or is the last one
   */
  public static MovePlan removing(ShardMap map, String shard, Placement placement) {
    SortedSet<String> shards = map.shards();
    if (!shards.remove(shard)) {
      throw new IllegalArgumentException(shard + " is not in the shard map: " + shards);
    }
    if (shards.isEmpty()) {
      throw new IllegalArgumentException(shard + " is the last shard; add another one first");
    }
    return to(map, shards, placement);
  }

  /** The same with other placement. */
  public MovePlan by(Placement other) {
    return to(before, shards, other);
  }

  /**
   * Whatever is missing until these are the shards.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static MovePlan to(ShardMap map, SortedSet<String> shards, Placement placement) {
    Map<Integer, String> current = shardOf(map);
    List<Move> moves =
        placement.place(map.partitioning().count(), shards, current).entrySet().stream()
            .map(to -> new Move(to.getKey(), map.place(to.getKey()).shard(), to.getValue()))
            .filter(move -> !move.from().equals(move.to()))
            .toList();
    return new MovePlan(map, placement, shards, moves);
  }

  /** The shard of each ledger partition once all have moved. */
  public SortedMap<Integer, String> after() {
    SortedMap<Integer, String> after = shardOf(before);
    moves.forEach(move -> after.put(move.partition(), move.to()));
    return after;
  }

  private static SortedMap<Integer, String> shardOf(ShardMap map) {
    return map.places().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, place -> place.getValue().shard(), (a, b) -> b, TreeMap::new));
  }
}
