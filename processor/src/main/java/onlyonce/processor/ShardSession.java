package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
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

  /**
   * A batch, the handler's part included, looks few rows up by their keys in tables that grow for
   * ever. Left to itself the planner, which sees a large array or a table that is still empty,
   * reads whole tables: for each batch, until somebody analyzes them. Hence one plan for all
   * batches, and by the keys. A handler that wants other plans says {@code SET LOCAL}.
   */
  private static final String LOOK_UP_BY_KEY =
      "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off"
          + " -c enable_mergejoin=off";

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private volatile @Nullable Connection open;
  private volatile boolean cut;

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
    source.setPrepareThreshold(1);
    source.setOptions(
        "-c transaction_timeout=%ds %s".formatted(TRANSACTION_TIMEOUT_SECONDS, LOOK_UP_BY_KEY));
  }

  /** The open connection, without auto-commit; a new one after a failure. */
  Connection connection() throws SQLException {
    Connection current = open;
    if (current == null) {
      current = openAnother();
      open = current;
    }
    return current;
  }

  /** A second connection, for what must be done while the first one waits. */
  Connection openAnother() throws SQLException {
    if (cut) {
      throw new SQLNonTransientConnectionException("the session to this server has ended", "08003");
    }
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Gives the connection up, whatever state it is in; an open transaction is rolled back. */
  void discard() {
    Connection current = open;
    open = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        LOG.debug("closing a broken connection", e);
      }
    }
  }

  /**
   * Cuts the connection from another thread, for good; whoever waits for its answer fails. One that
   * is just being opened serves one task more.
   */
  void abort() {
    cut = true;
    Connection current = open;
    if (current != null) {
      try {
        current.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("cutting a connection", e);
      }
    }
  }

  @Override
  public void close() {
    discard();
  }
}
