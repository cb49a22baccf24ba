package onlyonce.chaos.reconcile;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.chaos.history.ProgressRow;

/** One shard's rows as one REPEATABLE READ transaction shows them, read as streams. */
final class ShardSnapshot implements AutoCloseable {
  private static final int FETCH_ROWS = 5_000;

  private final ShardAddress address;
  private final Connection connection;
  private final SortedMap<Integer, Held> held = new TreeMap<>();

  /**
   * What the shard says about a ledger partition.
   *
   * @param owned whether a processor may commit for it here
   */
  record Held(ProgressRow progress, boolean owned) {}

  /** Reads one row. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private ShardSnapshot(ShardAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  static ShardSnapshot open(ShardAddress address) {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("ApplicationName", "onlyonce-reconcile");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "120");
    // Binary results from the first fetch on: millions of longs and ids are not parsed as text.
    properties.setProperty("prepareThreshold", "-1");
    try {
      Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
      ShardSnapshot snapshot = new ShardSnapshot(address, connection);
      try {
        snapshot.begin();
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return snapshot;
    } catch (SQLException e) {
      throw new ReconciliationException(
          "shard %s at %s cannot be read as %s: %s; is it up, and migrated (onlyonce ledger migrate)?"
              .formatted(address.name(), address.jdbcUrl(), address.user(), e.getMessage()),
          e);
    }
  }

  private void begin() throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    if (!migrated()) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT ledger_partition, next_offset, log_time_ms, floor_ms, window_ms, rules_version, owner IS NOT NULL
                FROM engine.progress
                """)) {
      while (row.next()) {
        held.put(
            row.getInt(1),
            new Held(
                new ProgressRow(
                    row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getInt(6)),
                row.getBoolean(7)));
      }
    }
  }

  /** Whether both schemas are there; a server that nobody migrated holds nothing. */
  private boolean migrated() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT to_regclass('engine.progress') IS NOT NULL AND"
                    + " to_regclass('ledger.account') IS NOT NULL")) {
      return row.next() && row.getBoolean(1);
    }
  }

  String name() {
    return address.name();
  }

  /** The ledger partitions that have a progress row here. */
  SortedMap<Integer, Held> held() {
    return Collections.unmodifiableSortedMap(held);
  }

  /**
   * Runs a query with the ledger partition as its first parameter, and perhaps ids as its second.
   */
  void query(String sql, int partition, Optional<Set<UUID>> ids, RowReader reader) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      statement.setInt(1, partition);
      if (ids.isPresent()) {
        statement.setArray(2, connection.createArrayOf("uuid", ids.get().toArray()));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    } catch (SQLException e) {
      throw new ReconciliationException(
          "ledger partition %d of shard %s at %s cannot be read: %s"
              .formatted(partition, address.name(), address.jdbcUrl(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ReconciliationException("shard " + address.name() + " did not close", e);
    }
  }
}
