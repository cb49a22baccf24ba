package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Upkeep in a transaction of its own, that can wait: who gets no lock now tries again later. */
final class UnlessLocked {
  private static final Logger LOG = LoggerFactory.getLogger(UnlessLocked.class);
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

  /** Waited for a lock in vain, or found that another wanted the same in another order. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String DEADLOCK_DETECTED = "40P01";

  private UnlessLocked() {}

  /** What is done in the transaction. */
  interface Work {
    void run() throws SQLException;
  }

  /**
   * Runs and commits; without a lock, rolls back.
   *
   * @param what for the log
   */
  static void run(Connection connection, String what, Work work) throws SQLException {
    try (Statement limit = connection.createStatement()) {
      limit.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
      work.run();
      connection.commit();
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())
          && !DEADLOCK_DETECTED.equals(e.getSQLState())) {
        throw e;
      }
      LOG.info("{} waits for a lock: {}", what, e.getMessage());
      connection.rollback();
    }
  }
}
