package onlyonce.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;

/**
 * Looks at the destination's primary whether a transfer's money arrived. Its postings are never
 * deleted, so they tell the truth about every {@code Credit} up to the version that stands beside
 * them, also about one whose dedup row is gone.
 */
final class ReadDestination {
  private static final String PRIMARY = "SELECT pg_is_in_recovery()";

  private static final String APPLIED =
      "SELECT next_offset FROM engine.progress WHERE ledger_partition = ?";

  private static final String CREDIT =
      """
      SELECT account, currency, amount_minor, log_offset
      FROM ledger.posting
      WHERE ledger_partition = ? AND transfer_id = ? AND kind = 'Credit' AND account = ?
      """;

  private ReadDestination() {}

  /**
   * @param databaseUser the user on the shard; it only reads
   * @throws UsageException when the server is a standby, or has other money under that id
   * @throws SQLException when the database fails
   */
  static DestinationReading of(Transfer transfer, ShardMap map, String databaseUser)
      throws SQLException {
    int partition = map.partitioning().of(transfer.to());
    ShardMap.Place place = map.place(partition);
    try (Connection connection = DriverManager.getConnection(place.jdbcUrl(), databaseUser, null)) {
      // One snapshot: the version must be true of exactly the postings that are read.
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      requirePrimary(connection, place);
      long applied = applied(connection, partition, place);
      return credit(connection, transfer, partition, applied);
    }
  }

  private static void requirePrimary(Connection connection, ShardMap.Place place)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PRIMARY)) {
      if (row.next() && row.getBoolean(1)) {
        throw new UsageException(
            "%s at %s is a standby, which may be behind; the shard map must name the primary"
                .formatted(place.shard(), place.jdbcUrl()));
      }
    }
  }

  private static long applied(Connection connection, int partition, ShardMap.Place place)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(APPLIED)) {
      select.setInt(1, partition);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new UsageException(
              "%s has no ledger partition %d".formatted(place.shard(), partition));
        }
        return row.getLong(1);
      }
    }
  }

  private static DestinationReading credit(
      Connection connection, Transfer transfer, int partition, long applied) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CREDIT)) {
      select.setInt(1, partition);
      select.setObject(2, transfer.id());
      select.setString(3, transfer.to().value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return new DestinationReading.NotCredited(new Version(partition, applied));
        }
        if (row.getLong(3) != transfer.amount().minor()
            || !row.getString(2).equals(transfer.currency().value())) {
          throw new UsageException(
              "%s got %d %s under transfer %s, which is not its amount: correct the books by hand"
                  .formatted(row.getString(1), row.getLong(3), row.getString(2), transfer.id()));
        }
        return new DestinationReading.Credited(new Version(partition, row.getLong(4) + 1));
      }
    }
  }
}
