package onlyonce.messages;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/** From ledger partition to shard: pure, the same input gives the same places. */
public sealed interface Placement permits ModuloPlacement, RingPlacement {

  /** What is taken when nobody chooses. */
  Placement DEFAULT = new ModuloPlacement();

  /** The name in the shard map and on the command line. */
  String label();

  /**
   * Where each ledger partition belongs.
   *
   * @param partitions how many there are
   * @param shards at least one
   * @param current where they are now, also on shards that must go; empty for a new map
   * @return a shard for each ledger partition from 0 to {@code partitions} - 1
   * @throws IllegalArgumentException when there is no shard
   */
  SortedMap<Integer, String> place(
      int partitions, SortedSet<String> shards, Map<Integer, String> current);

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  static Placement named(String label) {
    return all().stream()
        .filter(placement -> placement.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "placement \"" + label + "\" is unknown; known: modulo, ring"));
  }

  static List<Placement> all() {
    return List.of(new ModuloPlacement(), new RingPlacement());
  }

  /** A ledger partition must be somewhere. */
  static void requireShards(SortedSet<String> shards) {
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("a shard map needs at least one shard");
    }
  }
}
