package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a processor to a shard, opened again when it broke. Every wait is bounded
 * on both sides: a paused database never answers, a frozen client never ends its transaction.
 */
final class ShardSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardSession.class);
  private static final int CONNECT_TIMEOUT_SECONDS = 2;
  private static final int SOCKET_TIMEOUT_SECONDS = 20;
  private static final int TRANSACTION_TIMEOUT_SECONDS = 15;

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private @Nullable Connection open;

  /**
   * @param sessionName the {@code application_name} by which a later owner finds our backends
   */
  ShardSession(String jdbcUrl, String user, String sessionName) {
    source.setURL(jdbcUrl);
    source.setUser(user);
    source.setApplicationName(sessionName);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setLoginTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    source.setOptions("-c transaction_timeout=" + TRANSACTION_TIMEOUT_SECONDS + "s");
  }

  /** The open connection, without auto-commit; a new one after a failure. */
  Connection connection() throws SQLException {
    if (open == null) {
      open = openAnother();
    }
    return open;
  }

  /** A second connection, for what must be done while the first one waits. */
  Connection openAnother() throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Gives the connection up, whatever state it is in; an open transaction is rolled back. */
  void discard() {
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("closing a broken connection", e);
      }
      open = null;
    }
  }

  @Override
  public void close() {
    discard();
  }
}
