package onlyonce.messages;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The ledger partition's number modulo the number of shards, in the order of their names. Even, and
 * simple to say; but one shard more gives nearly every ledger partition another place.
 */
public record ModuloPlacement() implements Placement {

  @Override
  public String label() {
    return "modulo";
  }

  @Override
  public SortedMap<Integer, String> place(
      int partitions, SortedSet<String> shards, Map<Integer, String> current) {
    Placement.requireShards(shards);
    List<String> names = List.copyOf(shards);
    SortedMap<Integer, String> places = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      places.put(partition, names.get(partition % names.size()));
    }
    return places;
  }
}
