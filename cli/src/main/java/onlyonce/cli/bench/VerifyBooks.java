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
 * Whether the databases hold what the commands ask for, and that once. Every subject is verified
 * after its run; a speed without it is worth nothing.
 */
final class VerifyBooks {
  private final ShardMap map;
  private final String user;
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Long> sums = new TreeMap<>();

  /**
   * What must be there.
   *
   * @param distinct how many different commands were read, or 0 when only a part of the topic was
   *     and the rows must be without gaps instead
   */
  record Expected(long distinct, long accounts) {}

  /**
   * What was found.
   *
   * @param processed how many ids were judged
   * @param rowBytes the mean size of a row, by table
   */
  record Verified(long processed, long postings, Map<String, Long> rowBytes) {}

  VerifyBooks(ShardMap map, String user) {
    this.map = map;
    this.user = user;
  }

  /**
   * Reads all rows.
   *
   * @throws IllegalStateException when something does not hold; the message says all of it
   */
  Verified run(Expected expected) {
    map.jdbcUrls()
        .forEach(
            (shard, jdbcUrl) -> {
              try (Connection connection = ShardConnection.of(jdbcUrl, user)) {
                shard(shard, connection);
              } catch (SQLException e) {
                throw new IllegalStateException("cannot verify " + jdbcUrl, e);
              }
            });
    long processed = sum("processed");
    long postings = sum("postings");
    if (expected.distinct() > 0) {
      mustBe("ids judged", processed, expected.distinct());
    } else {
      mustBe("rows without a gap", sum("offsets"), processed);
    }
    mustBe("postings", postings, 2 * processed);
    mustBe("accounts", sum("accounts"), expected.accounts());
    if (processed == 0) {
      wrong.add("nothing was processed");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("the result is wrong: " + String.join("; ", wrong));
    }
    return new Verified(
        processed,
        postings,
        Map.of(
            "processed", sum("processed bytes") / processed,
            "posting", sum("posting bytes") / postings));
  }

  private void shard(String shard, Connection connection) throws SQLException {
    add(connection, "processed", "SELECT count(*) FROM engine.processed");
    add(connection, "postings", "SELECT count(*) FROM ledger.posting");
    add(
        connection,
        "accounts",
        "SELECT count(*) FROM ledger.account WHERE NOT starts_with(account, '~')");
    add(connection, "offsets", OFFSETS);
    add(
        connection,
        "processed bytes",
        "SELECT coalesce(sum(pg_column_size(r.*)), 0) FROM engine.processed AS r");
    add(
        connection,
        "posting bytes",
        "SELECT coalesce(sum(pg_column_size(r.*)), 0) FROM ledger.posting AS r");
    mustBe(shard + ": ids judged twice", number(connection, TWICE), 0);
    mustBe(
        shard + ": commands without exactly two postings that sum to zero",
        number(connection, UNEVEN),
        0);
    mustBe(
        shard + ": ledger partitions whose balances don't sum to zero",
        number(connection, UNBALANCED),
        0);
    mustBe(
        shard + ": accounts whose balance is not what was posted", number(connection, DRIFTED), 0);
    mustBe(
        shard + ": records refused", number(connection, "SELECT count(*) FROM engine.refused"), 0);
  }

  private static final String OFFSETS =
      """
      SELECT coalesce(sum(next_offset), 0)
      FROM (SELECT max(log_offset) + 1 AS next_offset FROM engine.processed GROUP BY ledger_partition)
      """;
  static final String TWICE =
      """
      SELECT count(*) - count(DISTINCT id) FROM engine.processed
      """;
  static final String UNEVEN =
      """
      SELECT count(*)
      FROM (
        SELECT FROM ledger.posting GROUP BY command_id
        HAVING count(*) <> 2 OR sum(amount_minor) <> 0
      )
      """;
  static final String UNBALANCED =
      """
      SELECT count(*)
      FROM (
        SELECT FROM ledger.account GROUP BY ledger_partition, currency
        HAVING sum(posted_minor) <> 0 OR sum(held_minor) <> 0
      )
      """;

  /** Every client's account opened with the same balance; the treasury has no posting since. */
  static final String DRIFTED =
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

  private long sum(String name) {
    return sums.getOrDefault(name, 0L);
  }

  private void add(Connection connection, String name, String sql) throws SQLException {
    sums.merge(name, number(connection, sql), Long::sum);
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
