package onlyonce.cli.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits until every standby that could be promoted has on its disk what its primary has committed
 * by now. Under quorum commit the acknowledged commit says that already: of so many standbys as a
 * failover asks, one has it. Otherwise each one counts that the primary keeps its log for, dead
 * ones included: one that comes back could be promoted.
 */
final class AwaitStandbys {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(10);

  private AwaitStandbys() {}

  /**
   * @throws IllegalStateException when one doesn't have it within some seconds
   */
  static void of(MoverSession session) throws SQLException, InterruptedException {
    within(session, LIMIT);
  }

  static void within(MoverSession session, Duration limit)
      throws SQLException, InterruptedException {
    try (Connection connection = session.openAnother()) {
      connection.setAutoCommit(true);
      if (!commitsWait(connection)) {
        await(session.shard(), connection, limit);
      }
    }
  }

  private static void await(String shard, Connection connection, Duration limit)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String written = written(connection);
    List<String> behind = behind(connection, written);
    while (!behind.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s waits for its standbys %s, any of which may be promoted: start them, have them rejoin, or drop their replication slots"
                .formatted(shard, behind));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      behind = behind(connection, written);
    }
  }

  private static boolean commitsWait(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('synchronous_standby_names') <> ''")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String written(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_current_wal_flush_lsn()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  private static List<String> behind(Connection connection, String written) throws SQLException {
    String sql =
        """
        SELECT slot_name FROM pg_replication_slots
        WHERE slot_type = 'physical' AND NOT temporary
          AND (restart_lsn IS NULL OR restart_lsn < ?::pg_lsn)
        UNION
        SELECT application_name FROM pg_stat_replication
        WHERE state IN ('catchup', 'streaming') AND flush_lsn < ?::pg_lsn
        """;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, written);
      select.setString(2, written);
      List<String> behind = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          behind.add(row.getString(1));
        }
      }
      return behind;
    }
  }
}
