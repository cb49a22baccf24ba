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
 * What was found in the databases of a subject: sums over all shards, and what does not hold. What
 * must hold whatever the subject did is looked for in each shard.
 */
final class FoundRows {
  private static final String TWICE =
      """
      SELECT count(*) - count(DISTINCT id) FROM engine.processed
      """;
  private static final String UNEVEN =
      """
      SELECT count(*)
      FROM (
        SELECT FROM ledger.posting GROUP BY command_id
        HAVING count(*) <> 2 OR sum(amount_minor) <> 0
      )
      """;
  private static final String UNBALANCED =
      """
      SELECT count(*)
      FROM (
        SELECT FROM ledger.account GROUP BY ledger_partition, currency
        HAVING sum(posted_minor) <> 0 OR sum(held_minor) <> 0
      )
      """;

  /** Every client's account opened with the same balance; the treasury has no posting since. */
  private static final String DRIFTED =
      """
      SELECT count(*)
      FROM ledger.account AS a
      FULL JOIN (
        SELECT ledger_partition, account, sum(amount_minor) AS minor
        FROM ledger.posting GROUP BY ledger_partition, account
      ) AS posted USING (ledger_partition, account)
      WHERE NOT starts_with(account, '~')
        AND a.posted_minor IS DISTINCT FROM %d + coalesce(posted.minor, 0)
      """
          .formatted(Books.OPENING_MINOR);

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Long> sums = new TreeMap<>();

  /** What a subject asks of each shard besides. */
  interface Questions {
    void ask(String shard, Connection connection, FoundRows found) throws SQLException;
  }

  /** Reads all shards. */
  static FoundRows in(ShardMap map, String user, Questions questions) {
    FoundRows found = new FoundRows();
    map.jdbcUrls()
        .forEach(
            (shard, jdbcUrl) -> {
              try (Connection connection = ShardConnection.of(jdbcUrl, user)) {
                questions.ask(shard, connection, found);
                found.mustBeSound(shard, connection);
              } catch (SQLException e) {
                throw new IllegalStateException("cannot verify " + jdbcUrl, e);
              }
            });
    return found;
  }

  private void mustBeSound(String shard, Connection connection) throws SQLException {
    none(connection, shard + ": ids judged twice", TWICE);
    none(connection, shard + ": commands without exactly two postings that sum to zero", UNEVEN);
    none(connection, shard + ": ledger partitions whose balances don't sum to zero", UNBALANCED);
    none(connection, shard + ": accounts whose balance is not what was posted", DRIFTED);
    none(connection, shard + ": records refused", "SELECT count(*) FROM engine.refused");
  }

  long sum(String name) {
    return sums.getOrDefault(name, 0L);
  }

  /** Adds the number that a query gives to a sum. */
  void add(Connection connection, String name, String sql) throws SQLException {
    sums.merge(name, number(connection, sql), Long::sum);
  }

  /** The number that a query gives must be zero. */
  void none(Connection connection, String what, String sql) throws SQLException {
    mustBe(what, number(connection, sql), 0);
  }

  void mustBe(String what, long found, long wanted) {
    if (found != wanted) {
      complain("%s: %,d instead of %,d".formatted(what, found, wanted));
    }
  }

  void complain(String what) {
    wrong.add(what);
  }

  /**
   * Ends it.
   *
   * @param result how the message begins
   * @throws IllegalStateException when something does not hold; the message says all of it
   */
  void requireRight(String result) {
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(result + " is wrong: " + String.join("; ", wrong));
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
