package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What was appended lately is found by its offset without reading what came before. */
@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SummarizeIT {
  private static final int PARTITION = 0;

  /** Some megabytes, so several ranges of 128 pages. */
  private static final int ROWS = 40_000;

  private static final Pattern LOSSY = Pattern.compile("lossy=(\\d+)");

  private CounterShards shards;

  @BeforeAll
  void create(TestScope scope) throws SQLException {
    shards = CounterShards.create(List.of(scope.shards().getFirst()), 1);
  }

  private void append(int firstOffset) throws SQLException {
    shards.execute(
        PARTITION,
        """
        INSERT INTO engine.processed
          (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
        SELECT 0, uuidv7(), repeat('h', 32)::bytea, %d + n, 't', uuidv7(), repeat('o', 64)::bytea
        FROM generate_series(1, %d) AS n
        """
            .formatted(firstOffset, ROWS));
  }

  /** How many blocks a search by offset must read, as the plan of a processor's session tells. */
  private static int blocksReadFrom(int offset, Connection connection) throws SQLException {
    String sql =
        """
        EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF, SUMMARY OFF)
        SELECT FROM engine.processed_p0 WHERE log_offset >= %d
        """
            .formatted(offset);
    int blocks = 0;
    try (Statement statement = connection.createStatement();
        ResultSet line = statement.executeQuery(sql)) {
      while (line.next()) {
        Matcher read = LOSSY.matcher(line.getString(1));
        blocks += read.find() ? Integer.parseInt(read.group(1)) : 0;
      }
    }
    return blocks;
  }

  @Test
  void summarize_whatCameSince_isToldOnceAndNoLongerRead() throws Exception {
    try (Driver driver = new Driver(shards, PARTITION, "one", new CounterHandler("outcomes"))) {
      Connection connection = driver.session().connection();
      append(0);
      append(ROWS);
      int before = blocksReadFrom(2 * ROWS - 10, connection);

      int told = ProcessedTable.summarize(connection, List.of(PARTITION));
      connection.commit();

      assertThat(told).isGreaterThan(2);
      assertThat(ProcessedTable.summarize(connection, List.of(PARTITION))).isZero();
      connection.commit();
      assertThat(blocksReadFrom(2 * ROWS - 10, connection)).isPositive().isLessThan(before / 2);

      append(2 * ROWS);
      assertThat(ProcessedTable.summarize(connection, List.of(PARTITION))).isPositive();
      connection.commit();
    }
  }
}
