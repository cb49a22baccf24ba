package onlyonce.cli.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import onlyonce.ledger.LedgerSchema;
import onlyonce.messages.MapTerm;
import onlyonce.processor.BreakBlockers;
import onlyonce.processor.Commit;
import onlyonce.processor.EngineTerm;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mover's connection to one shard's primary, as the owner of the tables. It opens when it is
 * first used, and not again: after a failure the mover begins anew.
 *
 * <p>Each transaction that changes something enters the term: it commits only while no higher one
 * was entered there. A long one enters it as its last statement, so that nobody waits for the row
 * meanwhile.
 */
final class MoverSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MoverSession.class);
  private static final String PREFIX = "onlyonce-move:";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** How long a silent server is waited for; verifying many rows takes its time. */
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
  private static final int TRIES = 10;

  /** Waited for a lock in vain, or found that another wanted the same in another order. */
  private static final List<String> LOCKED = List.of("55P03", "40P01");

  private final String shard;
  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final MapTerm term;
  private @Nullable Connection open;

  /** What is done in a transaction. */
  interface Work<T> {
    T run(Connection tx) throws SQLException;
  }

  /** The same with nothing to tell; it may be done again when a lock was not to be had. */
  interface Deed {
    void run(Connection tx) throws SQLException;
  }

  /**
   * @param adminUser may act as the tables' owner, and terminate sessions
   */
  MoverSession(String shard, String jdbcUrl, String adminUser, MapTerm term) {
    this.shard = shard;
    this.term = term;
    source.setURL(jdbcUrl);
    source.setUser(adminUser);
    source.setApplicationName(PREFIX + UUID.randomUUID().toString().substring(0, 8));
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setLoginTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout((int) ANSWER.toSeconds());
    source.setTcpKeepAlive(true);
  }

  String shard() {
    return shard;
  }

  /** A short change: enters the term, works, commits. */
  void change(Deed work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      Connection tx = connection();
      try (BreakBlockers _ = breakBlockers(tx)) {
        var _ =
            rolledBackUnlessDone(
                tx,
                () -> {
                  limitLocks(tx);
                  EngineTerm.enter(tx, term.number());
                  work.run(tx);
                  Commit.of(tx);
                  return true;
                });
        return;
      } catch (SQLException e) {
        if (!LOCKED.contains(e.getSQLState()) || attempt == TRIES) {
          throw e;
        }
        LOG.info("{} waits for a lock: {}", shard, e.getMessage());
      }
    }
  }

  /** A long change: works, enters the term, commits. */
  <T> T fill(Work<T> work) throws SQLException {
    Connection tx = connection();
    return rolledBackUnlessDone(
        tx,
        () -> {
          T result = work.run(tx);
          limitLocks(tx);
          EngineTerm.enter(tx, term.number());
          Commit.of(tx);
          return result;
        });
  }

  /** Reads, all as of one moment. */
  <T> T snapshot(Work<T> work) throws SQLException {
    Connection tx = connection();
    return rolledBackUnlessDone(
        tx,
        () -> {
          try (Statement begin = tx.createStatement()) {
            begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          }
          T result = work.run(tx);
          tx.rollback();
          return result;
        });
  }

  private interface Whole<T> {
    T run() throws SQLException;
  }

  private static <T> T rolledBackUnlessDone(Connection tx, Whole<T> whole) throws SQLException {
    try {
      return whole.run();
    } catch (SQLException | RuntimeException e) {
      try {
        tx.rollback();
      } catch (SQLException broken) {
        e.addSuppressed(broken);
      }
      throw e;
    }
  }

  /** Another connection, with the admin's own rights and without auto-commit. */
  Connection openAnother() throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private Connection connection() throws SQLException {
    Connection current = open;
    if (current == null) {
      current = openAnother();
      open = current;
      try (Statement become = current.createStatement()) {
        become.execute("SET ROLE " + LedgerSchema.OWNER_ROLE);
        current.commit();
      }
    }
    return current;
  }

  private BreakBlockers breakBlockers(Connection tx) throws SQLException {
    return BreakBlockers.of(tx, this::openAnother, PATIENCE, List.of(PREFIX));
  }

  private static void limitLocks(Connection tx) throws SQLException {
    try (Statement limit = tx.createStatement()) {
      limit.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
    }
  }

  @Override
  public void close() {
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
}
