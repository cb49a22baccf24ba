package onlyonce.ledger.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import onlyonce.ledger.Account;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to one replica, opened when it is needed and again when it broke. */
final class ReplicaSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaSession.class);
  private static final int SECONDS = 2;

  /**
   * How far the replica is, what the account has come to, and how old that may be, in one snapshot.
   * The progress row is the engine's; it moves in the transaction that changes the accounts, so it
   * is the version of all that a replica shows.
   */
  private static final String LOOK =
      """
      SELECT progress.next_offset, account.currency, account.posted_minor, account.held_minor,
          account.may_go_negative, account.closed, account.version, pg_is_in_recovery(),
          1000 * extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
      FROM engine.progress
      LEFT JOIN ledger.account
          ON account.ledger_partition = progress.ledger_partition AND account.account = ?
      WHERE progress.ledger_partition = ?
      """;

  /**
   * Whether the server shows everything that it ever confirmed. A standby that was killed begins
   * where its files are and can be read while it applies its own log once more; it asks its primary
   * for more only when it has come to the end of that, and until then has received nothing.
   */
  private static final String IS_WHOLE =
      """
      SELECT NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() IS NOT NULL
      """;

  private final Replica replica;
  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection open;
  private boolean whole;

  ReplicaSession(Replica replica) {
    this.replica = replica;
    source.setURL(replica.jdbcUrl());
    source.setUser(replica.user());
    source.setApplicationName("onlyonce-read");
    // A paused server takes connections and never answers.
    source.setConnectTimeout(SECONDS);
    source.setLoginTimeout(SECONDS);
    source.setSocketTimeout(SECONDS);
  }

  Replica replica() {
    return replica;
  }

  /**
   * Looks at one account.
   *
   * @return nothing when the replica does not answer, or does not have that ledger partition
   */
  Optional<Sight> look(int partition, AccountId account) {
    lock.lock();
    try {
      Connection connection = connection();
      // Asked before the look, whose snapshot is then a later one, and once a connection: none
      // outlives its server.
      whole = whole || isWhole(connection);
      try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
        statement.setString(1, account.value());
        statement.setInt(2, partition);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(sight(account, row)) : Optional.empty();
        }
      }
    } catch (SQLException e) {
      LOG.debug("{} does not answer", replica.name(), e);
      discard();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Sight sight(AccountId account, ResultSet row) throws SQLException {
    String currency = row.getString(2);
    Optional<Account> found =
        currency == null
            ? Optional.empty()
            : Optional.of(
                new Account(
                    account,
                    new CurrencyCode(currency),
                    row.getLong(3),
                    row.getLong(4),
                    row.getBoolean(5),
                    row.getBoolean(6)));
    long version = row.getLong(7);
    boolean recovering = row.getBoolean(8);
    long ageMillis = Math.max(0, Math.round(row.getDouble(9)));
    Optional<Duration> age =
        !recovering
            ? Optional.of(Duration.ZERO)
            : row.getObject(9) == null
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(ageMillis));
    return new Sight(
        replica,
        found,
        version,
        row.getLong(1),
        recovering ? Replica.Role.STANDBY : Replica.Role.PRIMARY,
        age,
        whole);
  }

  private static boolean isWhole(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IS_WHOLE);
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private Connection connection() throws SQLException {
    Connection current = open;
    if (current == null) {
      current = source.getConnection();
      open = current;
    }
    return current;
  }

  private void discard() {
    Connection current = open;
    open = null;
    whole = false;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        LOG.debug("closing a broken connection", e);
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      discard();
    } finally {
      lock.unlock();
    }
  }
}
