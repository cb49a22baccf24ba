package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import onlyonce.messages.ShardMap.Moving;
import onlyonce.messages.ShardMap.Place;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class ShardMapRecordsTest {
  private static final ShardMap MAP =
      ShardMap.modulo(Partitioning.hash(2), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));

  private final ShardMapRecords records = new ShardMapRecords();

  private void add(String key, byte[] value) {
    records.add(new ConsumerRecord<>("shard-map", 0, 0, key.getBytes(UTF_8), value));
  }

  private void addAll(ShardMap map) {
    map.places().forEach((key, place) -> add(key.toString(), ShardMapRecords.write(place)));
    add("partitioning", new ShardMapRules(map.partitioning(), map.placement()).write());
  }

  @Test
  void write_placeAtRest_isTheRecordOfOld() {
    assertThat(new String(ShardMapRecords.write(new Place("shard-1", "jdbc:a", 7)), UTF_8))
        .isEqualTo("{\"shard\":\"shard-1\",\"jdbc_url\":\"jdbc:a\",\"epoch\":7}");
  }

  @Test
  void map_placeThatIsMoving_isReadAsItWasWritten() {
    Place moving = new Place("shard-1", "jdbc:a", 1, Optional.of(new Moving("shard-2", "jdbc:b")));
    addAll(MAP.with(Map.of(0, moving)));

    assertThat(records.map().orElseThrow().place(0)).isEqualTo(moving);
    assertThat(records.map().orElseThrow().place(0).isAt(MAP.place(0))).isTrue();
  }

  @Test
  void map_withATerm_isNoPlaceMore() {
    addAll(MAP);
    assertThat(records.term()).isZero();
    add("term", ShardMapRecords.writeTerm(12));

    assertThat(records.term()).isEqualTo(12);
    assertThat(records.map()).contains(MAP);
  }

  @Test
  void map_placeWithUnknownField_isRefusedClearly() {
    addAll(MAP);
    add("1", "{\"shard\":\"s\",\"jdbc_url\":\"j\",\"epoch\":1,\"color\":\"red\"}".getBytes(UTF_8));

    assertThatThrownBy(records::map)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("topic shard-map cannot be read: unknown field color");
  }
}
