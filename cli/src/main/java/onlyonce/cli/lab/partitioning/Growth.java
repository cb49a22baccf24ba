package onlyonce.cli.lab.partitioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlyonce.cli.shards.PartitionLoad;
import onlyonce.messages.ModuloPlacement;
import onlyonce.messages.Placement;
import onlyonce.messages.RingPlacement;

/**
 * Shards that come one after the other, from one on: which share of the accounts each moves.
 *
 * @param to how many shards there are then
 * @param forgetful by a ring that is walked anew, without regard to where things are
 */
record Growth(int to, double modulo, double forgetful, double ring) {

  /** One and a half times an even share. */
  double bound() {
    return 1.5 / to;
  }

  static List<Growth> of(SortedMap<Integer, PartitionLoad> loads, int most) {
    Placement modulo = new ModuloPlacement();
    Placement ring = new RingPlacement();
    int partitions = loads.size();
    SortedMap<Integer, String> kept = ring.place(partitions, shards(1), Map.of());
    List<Growth> steps = new ArrayList<>();
    for (int to = 2; to <= most; to++) {
      SortedMap<Integer, String> grown = ring.place(partitions, shards(to), kept);
      steps.add(
          new Growth(
              to,
              moved(anew(modulo, partitions, to - 1), anew(modulo, partitions, to), loads),
              moved(anew(ring, partitions, to - 1), anew(ring, partitions, to), loads),
              moved(kept, grown, loads)));
      kept = grown;
    }
    return steps;
  }

  private static SortedMap<Integer, String> anew(Placement placement, int partitions, int shards) {
    return placement.place(partitions, shards(shards), new TreeMap<>());
  }

  private static double moved(
      SortedMap<Integer, String> before,
      SortedMap<Integer, String> after,
      SortedMap<Integer, PartitionLoad> loads) {
    long all = loads.values().stream().mapToLong(PartitionLoad::accounts).sum();
    long moved =
        loads.entrySet().stream()
            .filter(
                load ->
                    !before
                        .getOrDefault(load.getKey(), "")
                        .equals(after.getOrDefault(load.getKey(), "")))
            .mapToLong(load -> load.getValue().accounts())
            .sum();
    return all == 0 ? 0 : (double) moved / all;
  }

  private static SortedSet<String> shards(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj("shard-%02d"::formatted)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
