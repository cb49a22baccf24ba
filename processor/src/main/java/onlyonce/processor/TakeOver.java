package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes ledger partitions over: a new random owner token is committed in each progress row before
 * anything of the partition is read.
 *
 * <p>A former owner that was frozen in mid-transaction still holds the row's lock. After a short
 * wait {@link BreakBlockers} terminates the owner's backends, and those of a processor frozen in
 * its own takeover. A lock that somebody else holds costs its own partition a failed attempt, not
 * the others.
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
    try (BreakBlockers _ =
        BreakBlockers.of(
            connection,
            session::openAnother,
            PATIENCE,
            List.of(ProcessorSettings.SESSION_PREFIX))) {
      List<Taken> taken = new ArrayList<>();
      for (int partition : new TreeSet<>(partitions)) {
        take(connection, partition).ifPresent(taken::add);
      }
      return taken;
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
}
