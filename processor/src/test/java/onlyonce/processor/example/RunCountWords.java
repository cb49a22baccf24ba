package onlyonce.processor.example;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Map;
import javax.sql.DataSource;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EngineSchema;
import onlyonce.processor.Processor;
import onlyonce.processor.ProcessorSettings;

/** What goes around the handler of {@code docs/exactly-once-in-30-lines.md}. */
final class RunCountWords {
  private RunCountWords() {}

  // begin prepare
  static void prepare(ShardMap map, Map<String, DataSource> owners, LocalDate today)
      throws SQLException {
    for (Map.Entry<String, DataSource> shard : owners.entrySet()) {
      EngineSchema.migrate(shard.getValue());
      try (Connection connection = shard.getValue().getConnection();
          Statement statement = connection.createStatement()) {
        EngineSchema.addLedgerPartitions(connection, map.partitionsOf(shard.getKey()), today);
        statement.execute(
            """
            CREATE TABLE IF NOT EXISTS word (
              ledger_partition int, word text, seen bigint NOT NULL,
              PRIMARY KEY (ledger_partition, word));
            GRANT SELECT, INSERT, UPDATE ON word TO onlyonce_apply;
            """);
      }
    }
  }

  // end prepare

  // begin processor
  static Processor<String> processor(String bootstrapServers, ShardMap map, String name) {
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    return new Processor<>(
        new ProcessorSettings(kafka, "word-counters", "words", "onlyonce_apply", name),
        map,
        new CountWords());
  }
  // end processor
}
