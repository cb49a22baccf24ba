package onlyonce.localcluster;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import onlyonce.localcluster.process.ProcessTable;

/** What tests do in a database, and what they see of its processes. */
final class Sessions {
  /** Keeps a backend computing for minutes, without ever looking at its latch for long. */
  static final String BUSY = "select count(*) from generate_series(1, 20000000000)";

  private Sessions() {}

  static void execute(Shard shard, String sql) throws SQLException {
    try (Connection connection = open(shard);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long count(Shard shard, String table) throws SQLException {
    try (Connection connection = open(shard);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from " + table)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Runs a statement that doesn't end by itself, and returns once its backend executes it. */
  static void keepBusy(Shard shard, String sql) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                execute(shard, sql);
              } catch (SQLException e) {
                // its server is about to be killed
              }
            });
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> count(shard, "pg_stat_activity where state = 'active'") > 1);
  }

  static List<Long> processesOf(Cluster cluster, String node) {
    long pid = java.util.Objects.requireNonNull(cluster.status().node(node).pid());
    return ProcessTable.tree(ProcessHandle.of(pid).orElseThrow());
  }

  static Connection open(Shard shard) throws SQLException {
    return DriverManager.getConnection(shard.jdbcUrl(), shard.user(), "");
  }
}
