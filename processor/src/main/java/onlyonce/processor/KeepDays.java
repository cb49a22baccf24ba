package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code engine.processed} bounded: makes the tables of the coming days, drops those that lie
 * whole below the floor and whose outcomes are published. Nothing is judged by it, so the server's
 * clock may say which day it is, and who cannot get a lock now tries again later.
 */
final class KeepDays {
  private static final Logger LOG = LoggerFactory.getLogger(KeepDays.class);
  private static final int DAYS_AHEAD = 3;

  private KeepDays() {}

  /** Does what a ledger partition needs, in a transaction of its own. */
  static void run(Connection connection, int partition) throws SQLException {
    String sql =
        """
        SELECT made, dropped FROM engine.keep_days(?, (now() AT TIME ZONE 'UTC')::date, ?)
        """;
    UnlessLocked.run(
        connection,
        "keeping the days of ledger partition " + partition,
        () -> keep(connection, sql, partition));
  }

  private static void keep(Connection connection, String sql, int partition) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, partition);
      statement.setInt(2, DAYS_AHEAD);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getInt(1) + row.getInt(2) > 0) {
          LOG.info(
              "ledger partition {}: {} days' tables made ahead, {} past ones dropped",
              partition,
              row.getInt(1),
              row.getInt(2));
        }
      }
    }
  }
}
