package onlyonce.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Whether the databases that a map names have applied all commands of the log. */
final class WaitForProgress {
  private WaitForProgress() {}

  static boolean caughtUp(Map<String, Object> kafka, ShardMap map) {
    Map<Integer, Long> ends = ends(kafka, map.partitioning().count());
    Map<Integer, Long> applied = new HashMap<>();
    map.jdbcUrls().values().forEach(jdbcUrl -> applied.putAll(applied(jdbcUrl)));
    return ends.entrySet().stream()
        .allMatch(end -> applied.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }

  private static Map<Integer, Long> ends(Map<String, Object> kafka, int count) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<Integer, Long> ends = new HashMap<>();
      List<TopicPartition> all =
          java.util.stream.IntStream.range(0, count)
              .mapToObj(p -> new TopicPartition(Topic.LEDGER_COMMANDS.topicName(), p))
              .toList();
      consumer.endOffsets(all).forEach((p, end) -> ends.put(p.partition(), end));
      return ends;
    }
  }

  private static Map<Integer, Long> applied(String jdbcUrl) {
    Map<Integer, Long> applied = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl, "onlyonce_audit", "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT ledger_partition, next_offset FROM engine.progress")) {
      while (row.next()) {
        applied.put(row.getInt(1), row.getLong(2));
      }
    } catch (SQLException e) {
      return Map.of(); // It is dead, or about to be replaced.
    }
    return applied;
  }
}
