package onlyonce.localcluster.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import onlyonce.localcluster.process.LocalClusterException;

/** What a server is told, and tells, of its part in streaming replication. */
public record ServerReplication(DatabaseConnection server) {

  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  public boolean inRecovery() {
    return asked(
        "tell whether it is in recovery",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
          }
        });
  }

  /** Asks for the end of recovery, and waits for it. */
  public void promote(Duration limit) {
    boolean promoted =
        asked(
            "be promoted",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement("SELECT pg_promote(true, ?)")) {
                statement.setInt(1, Math.toIntExact(limit.toSeconds()));
                try (ResultSet row = statement.executeQuery()) {
                  return row.next() && row.getBoolean(1);
                }
              }
            });
    if (!promoted || inRecovery()) {
      throw new LocalClusterException(
          "the server on port %d is still in recovery after %s".formatted(server.port(), limit));
    }
  }

  /** A primary's timeline, as it names its log by: control data lag behind a promotion. */
  public int timeline() {
    return asked(
        "tell its timeline",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("SELECT pg_walfile_name(pg_current_wal_lsn())")) {
            row.next();
            return Integer.parseInt(row.getString(1).substring(0, 8), 16);
          }
        });
  }

  /** From now on the primary keeps what the slot's standby has not received. */
  public void ensureSlot(String slot) {
    var _ =
        asked(
            "keep its log for " + slot,
            connection -> {
              run(
                  connection,
                  """
                  SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                  WHERE slot_name = ? AND NOT active AND wal_status = 'lost'
                  """,
                  slot);
              run(
                  connection,
                  """
                  SELECT pg_create_physical_replication_slot(wanted, true) FROM (VALUES (?)) AS w (wanted)
                  WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = wanted)
                  """,
                  slot);
              return true;
            });
  }

  /** The standby of that name streams from this server, by its own account. */
  public boolean streamsTo(String standby) {
    return asked(
        "tell who streams from it",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  SELECT FROM pg_stat_replication WHERE application_name = ? AND state = 'streaming'
                  """)) {
            statement.setString(1, standby);
            try (ResultSet row = statement.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /** A standby has a connection to a primary, or seeks one. */
  public boolean receives() {
    return asked(
        "tell from whom it receives",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT FROM pg_stat_wal_receiver")) {
            return row.next();
          }
        });
  }

  /** Reads the settings' files again. */
  public void reload() {
    var _ =
        asked(
            "reload its settings",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute("SELECT pg_reload_conf()");
              }
            });
  }

  private static void run(Connection connection, String sql, String argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      var _ = statement.execute();
    }
  }

  private <T> T asked(String what, Question<T> question) {
    try (Connection connection = server.openForWork()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw new LocalClusterException(
          "the server on port %d cannot %s: %s".formatted(server.port(), what, e.getMessage()), e);
    }
  }
}
