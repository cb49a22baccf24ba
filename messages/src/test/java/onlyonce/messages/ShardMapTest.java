package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.ShardMap.Place;
import org.junit.jupiter.api.Test;

final class ShardMapTest {
  private static final Map<String, String> SHARDS =
      Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b");

  @Test
  void modulo_twoShards_takeTurns() {
    ShardMap map = ShardMap.modulo(Partitioning.hash(6), SHARDS);

    assertThat(map.partitionsOf("shard-1")).containsExactly(0, 2, 4);
    assertThat(map.partitionsOf("shard-2")).containsExactly(1, 3, 5);
    assertThat(map.place(3)).isEqualTo(new Place("shard-2", "jdbc:b", 1));
    assertThat(map.jdbcUrls()).containsExactlyEntriesOf(new TreeMap<>(SHARDS));
  }

  @Test
  void new_missingOrSurplusPlace_isRefused() {
    TreeMap<Integer, Place> places =
        new TreeMap<>(ShardMap.modulo(Partitioning.hash(6), SHARDS).places());
    places.put(6, new Place("shard-1", "jdbc:a", 1));
    assertThatThrownBy(() -> new ShardMap(Partitioning.hash(6), Placement.DEFAULT, places))
        .hasMessage("the shard map places 7 ledger partitions of 6");
    places.remove(6);
    places.remove(4);
    assertThatThrownBy(() -> new ShardMap(Partitioning.hash(6), Placement.DEFAULT, places))
        .hasMessage("ledger partition 4 has no place in the shard map");
  }

  @Test
  void modulo_noShards_isRefused() {
    assertThatThrownBy(() -> ShardMap.modulo(Partitioning.hash(6), Map.of()))
        .hasMessage("a shard map needs at least one shard");
  }

  @Test
  void place_unknownPartition_isRefused() {
    assertThatThrownBy(() -> ShardMap.modulo(Partitioning.hash(6), SHARDS).place(6))
        .hasMessage("no ledger partition 6 among 6");
  }
}
