package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.ShardMap;

/**
 * Whether the databases hold what completed sagas leave, and nothing else: three commands, four
 * postings and one settled hold each, no money on its way, and in all as much as was opened.
 */
final class VerifySagas {
  private final ShardMap map;
  private final String user;
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Long> sums = new TreeMap<>();

  /** What must be there: so many sagas, all completed, and so many accounts. */
  record Expected(long sagas, long accounts) {}

  VerifySagas(ShardMap map, String user) {
    this.map = map;
    this.user = user;
  }

  /**
   * Reads all rows.
   *
   * @throws IllegalStateException when something does not hold; the message says all of it
   */
  void run(Expected expected) {
    map.jdbcUrls()
        .forEach(
            (shard, jdbcUrl) -> {
              try (Connection connection = ShardConnection.of(jdbcUrl, user)) {
                shard(shard, connection);
              } catch (SQLException e) {
                throw new IllegalStateException("cannot verify " + jdbcUrl, e);
              }
            });
    if (expected.sagas() == 0) {
      wrong.add("no saga was sent");
    }
    mustBe("commands judged", sum("commands"), 3 * expected.sagas());
    mustBe("postings", sum("postings"), 4 * expected.sagas());
    mustBe("settled holds", sum("settled"), expected.sagas());
    mustBe("accounts", sum("accounts"), expected.accounts());
    mustBe("money of the accounts", sum("money"), expected.accounts() * Books.OPENING_MINOR);
    mustBe("money in transit", sum("in transit"), 0);
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("the sagas' result is wrong: " + String.join("; ", wrong));
    }
  }

  private void shard(String shard, Connection connection) throws SQLException {
    add(connection, "commands", "SELECT count(*) FROM engine.processed");
    add(connection, "postings", "SELECT count(*) FROM ledger.posting");
    add(connection, "settled", "SELECT count(*) FROM ledger.hold WHERE state = 'settled'");
    add(connection, "accounts", "SELECT count(*)" + CLIENTS);
    add(connection, "money", "SELECT coalesce(sum(posted_minor), 0)" + CLIENTS);
    add(connection, "in transit", IN_TRANSIT);
    none(connection, shard + ": holds that are not settled", UNSETTLED);
    none(connection, shard + ": accounts with money held", HELD);
    none(connection, shard + ": ids judged twice", VerifyBooks.TWICE);
    none(
        connection,
        shard + ": commands without exactly two postings that sum to zero",
        VerifyBooks.UNEVEN);
    none(
        connection,
        shard + ": ledger partitions whose balances don't sum to zero",
        VerifyBooks.UNBALANCED);
    none(
        connection, shard + ": accounts whose balance is not what was posted", VerifyBooks.DRIFTED);
    none(connection, shard + ": records refused", "SELECT count(*) FROM engine.refused");
  }

  private static final String CLIENTS = " FROM ledger.account WHERE NOT starts_with(account, '~')";
  private static final String IN_TRANSIT =
      """
      SELECT coalesce(sum(posted_minor), 0)
      FROM ledger.account WHERE starts_with(account, '~in-transit:')
      """;
  private static final String UNSETTLED =
      """
      SELECT count(*) FROM ledger.hold WHERE state <> 'settled'
      """;
  private static final String HELD =
      """
      SELECT count(*) FROM ledger.account WHERE held_minor <> 0
      """;

  private long sum(String name) {
    return sums.getOrDefault(name, 0L);
  }

  private void add(Connection connection, String name, String sql) throws SQLException {
    sums.merge(name, number(connection, sql), Long::sum);
  }

  private void none(Connection connection, String what, String sql) throws SQLException {
    mustBe(what, number(connection, sql), 0);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void mustBe(String what, long found, long wanted) {
    if (found != wanted) {
      wrong.add("%s: %,d instead of %,d".formatted(what, found, wanted));
    }
  }
}
