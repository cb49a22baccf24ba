package onlyonce.cli.shards;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that only read, and give up on a server that is silent. */
final class ShardSnapshot {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Counting all rows of a large ledger takes its time. */
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private ShardSnapshot() {}

  /** Every statement up to the next commit sees the same moment. */
  static Connection open(String jdbcUrl, String databaseUser) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(jdbcUrl);
    source.setUser(databaseUser);
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout((int) ANSWER.toSeconds());
    Connection connection = source.getConnection();
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
