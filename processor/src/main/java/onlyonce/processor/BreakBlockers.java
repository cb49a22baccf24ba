package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While one session waits for a lock, a second one terminates those backends that hold it and are
 * of our kind: whoever was frozen in the middle of a transaction holds its locks for ever. Its
 * transaction rolls back, and it finds its connection gone when it wakes. Who waits for a lock
 * itself isn't frozen.
 */
public final class BreakBlockers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BreakBlockers.class);

  private final int waitingBackend;
  private final Opening second;
  private final Duration patience;
  private final List<String> kinds;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;

  /** Opens a connection without auto-commit that may terminate others. */
  public interface Opening {
    Connection open() throws SQLException;
  }

  private BreakBlockers(int waitingBackend, Opening second, Duration patience, List<String> kinds) {
    this.waitingBackend = waitingBackend;
    this.second = second;
    this.patience = patience;
    this.kinds = List.copyOf(kinds);
    this.thread = Thread.ofVirtual().start(this::breakAll);
  }

  /**
   * Watches until it is closed.
   *
   * @param waiting whose locks are waited for
   * @param patience so long whoever holds one may take to end by itself
   * @param kinds how the names of sessions begin that may be terminated; processors' own sessions
   *     always may
   */
  public static BreakBlockers of(
      Connection waiting, Opening second, Duration patience, List<String> kinds)
      throws SQLException {
    int backend = waiting.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    return new BreakBlockers(backend, second, patience, kinds);
  }

  private void breakAll() {
    try {
      while (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        try (Connection connection = second.open()) {
          terminate(connection);
          connection.commit();
        }
      }
    } catch (SQLException e) {
      if (done.getCount() > 0) {
        LOG.warn("could not look for backends that hold what is waited for", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // What was waited for is there.
    }
  }

  private void terminate(Connection connection) throws SQLException {
    String sql =
        """
        SELECT pid, application_name, pg_terminate_backend(pid)
        FROM pg_stat_activity
        WHERE pid = ANY (pg_blocking_pids(?))
          AND wait_event_type IS DISTINCT FROM 'Lock'
          AND (application_name IN (SELECT owner_session FROM engine.progress)
            OR EXISTS (SELECT FROM unnest(?::text[]) AS kind WHERE starts_with(application_name, kind)))
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, waitingBackend);
      statement.setObject(2, kinds.toArray(String[]::new));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          LOG.warn(
              "terminated backend {} of {}: it held a ledger partition's lock",
              row.getInt(1),
              row.getString(2));
        }
      }
    }
  }

  @Override
  public void close() {
    done.countDown();
    thread.interrupt();
  }
}
