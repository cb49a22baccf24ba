package onlyonce.messages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A consistent-hash ring with bounded loads: no shard holds more than ⌈partitions / shards⌉, none
 * fewer than ⌊partitions / shards⌋.
 *
 * <p>What is in place stays there unless a bound drives it out. That is why the places of now are
 * an input: a ring that is walked anew each time meets full shards at other places when the bound
 * changes, and one partition that is displaced displaces others. So the bounds say how many move,
 * and the ring says which, and where to:
 *
 * <ol>
 *   <li>Each ledger partition stays where it is, if that shard stays.
 *   <li>A shard above its bound gives away those that prefer it least. The fullest shards may keep
 *       the one more that a division with a remainder leaves.
 *   <li>What has no place then takes the first shard of its preference that has room.
 * </ol>
 *
 * From places within the bounds, one shard more gets ⌊partitions / shards⌋, counting itself, and
 * nothing moves between old ones; one shard less moves what it had, and nothing else.
 */
public record RingPlacement() implements Placement {

  @Override
  public String label() {
    return "ring";
  }

  @Override
  public SortedMap<Integer, String> place(
      int partitions, SortedSet<String> shards, Map<Integer, String> current) {
    Placement.requireShards(shards);
    HashRing ring = new HashRing(shards);
    Rooms rooms = new Rooms(partitions, shards);
    SortedMap<Integer, String> places = new TreeMap<>();
    List<Integer> homeless = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      String shard = current.get(partition);
      if (shard != null && shards.contains(shard)) {
        rooms.held(shard).add(partition);
      } else {
        homeless.add(partition);
      }
    }
    homeless.addAll(rooms.driveOut(ring));
    rooms.held.forEach((shard, held) -> held.forEach(partition -> places.put(partition, shard)));
    homeless.sort(Comparator.naturalOrder());
    for (int partition : homeless) {
      places.put(partition, rooms.enter(partition, ring.preferred(partition)));
    }
    return places;
  }

  /** Who is where while places are given out. */
  private static final class Rooms {
    private final SortedMap<String, List<Integer>> held = new TreeMap<>();
    private final int least;
    private final int mayHaveOneMore;

    Rooms(int partitions, SortedSet<String> shards) {
      this.least = partitions / shards.size();
      this.mayHaveOneMore = partitions % shards.size();
      shards.forEach(shard -> held.put(shard, new ArrayList<>()));
    }

    List<Integer> held(String shard) {
      return held.computeIfAbsent(shard, name -> new ArrayList<>());
    }

    List<Integer> driveOut(HashRing ring) {
      List<Integer> out = new ArrayList<>();
      List<String> fullestFirst = new ArrayList<>(held.keySet());
      fullestFirst.sort(Comparator.comparingInt((String shard) -> -held(shard).size()));
      for (int i = 0; i < fullestFirst.size(); i++) {
        String shard = fullestFirst.get(i);
        List<Integer> here = held(shard);
        int bound = i < mayHaveOneMore ? least + 1 : least;
        if (here.size() > bound) {
          List<Integer> leaving = new ArrayList<>(here);
          Map<Integer, Integer> rank = new HashMap<>();
          leaving.forEach(p -> rank.put(p, ring.preferred(p).indexOf(shard)));
          leaving.sort(Comparator.comparingInt((Integer p) -> -rank.getOrDefault(p, 0)));
          leaving = leaving.subList(0, here.size() - bound);
          here.removeAll(leaving);
          out.addAll(leaving);
        }
      }
      return out;
    }

    String enter(int partition, List<String> preferred) {
      long haveOneMore = held.values().stream().filter(here -> here.size() > least).count();
      int bound = haveOneMore < mayHaveOneMore ? least + 1 : least;
      for (String shard : preferred) {
        if (held(shard).size() < bound) {
          held(shard).add(partition);
          return shard;
        }
      }
      throw new IllegalStateException(
          "no room for ledger partition " + partition + ": the rooms add up to all of them");
    }
  }
}
