package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes ledger partitions over: a new random owner token is committed in each progress row before
 * anything of the partition is read.
 *
 * <p>A former owner that was frozen in mid-transaction still holds the row's lock. After a short
 * wait a second connection terminates those backends that block us and carry an owner's session
 * name, or that of a processor frozen in its own takeover; their transactions roll back, and the
 * frozen owner finds its connection gone when it wakes. Who waits for a lock itself isn't frozen. A
 * lock that somebody else holds costs its own partition a failed attempt, not the others.
 */
final class TakeOver {
  private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(1500);

  /** What a wait ends with when {@code lock_timeout} is over. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final ShardSession session;
  private final String sessionName;
  private final IntToLongFunction knownEpoch;

  /** A partition that is ours now. */
  record Taken(Progress progress, UUID owner) {}

  /**
   * @param knownEpoch the shard map's epoch by ledger partition
   */
  TakeOver(ShardSession session, String sessionName, IntToLongFunction knownEpoch) {
    this.session = session;
    this.sessionName = sessionName;
    this.knownEpoch = knownEpoch;
  }

  /**
   * Takes over what can be taken; partitions without a row here, frozen, or locked by others are
   * left out.
   */
  List<Taken> run(Collection<Integer> partitions) throws SQLException {
    Connection connection = session.connection();
    CountDownLatch done = new CountDownLatch(1);
    int backend = backendPid(connection);
    Thread breaker = Thread.ofVirtual().start(() -> breakBlockers(backend, done));
    try {
      List<Taken> taken = new ArrayList<>();
      for (int partition : new TreeSet<>(partitions)) {
        take(connection, partition).ifPresent(taken::add);
      }
      return taken;
    } finally {
      done.countDown();
      breaker.interrupt();
    }
  }

  private Optional<Taken> take(Connection connection, int partition) throws SQLException {
    UUID owner = UUID.randomUUID();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
      Optional<Progress> progress =
          ProgressTable.takeOver(
              connection, partition, owner, sessionName, knownEpoch.applyAsLong(partition));
      // What the former owner left in doubt is decided by this: who has it, has all before it.
      Commit.of(connection);
      if (progress.isEmpty()) {
        LOG.warn(
            "ledger partition {} cannot be taken over here yet: it has no row, is frozen, or moved",
            partition);
      }
      return progress.map(found -> new Taken(found, owner));
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      LOG.warn("ledger partition {} is locked by another session: {}", partition, e.getMessage());
      connection.rollback();
      return Optional.empty();
    }
  }

  private static int backendPid(Connection connection) throws SQLException {
    return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
  }

  private void breakBlockers(int waitingBackend, CountDownLatch done) {
    try {
      while (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        try (Connection second = session.openAnother()) {
          terminateBlockers(second, waitingBackend);
          second.commit();
        }
      }
    } catch (SQLException e) {
      if (done.getCount() > 0) {
        LOG.warn("could not look for backends that block the takeover", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The takeover is done.
    }
  }

  private static void terminateBlockers(Connection connection, int waitingBackend)
      throws SQLException {
    String sql =
        """
        SELECT pid, application_name, pg_terminate_backend(pid)
        FROM pg_stat_activity
        WHERE pid = ANY (pg_blocking_pids(?))
          AND wait_event_type IS DISTINCT FROM 'Lock'
          AND (application_name IN (SELECT owner_session FROM engine.progress)
            OR starts_with(application_name, ?))
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, waitingBackend);
      statement.setString(2, ProcessorSettings.SESSION_PREFIX);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          LOG.warn(
              "terminated backend {} of former owner {}: it held a ledger partition's lock",
              row.getInt(1),
              row.getString(2));
        }
      }
    }
  }
}
