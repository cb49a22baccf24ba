package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import onlyonce.messages.ShardMap;

/**
 * Whether the databases hold what the commands ask for, and that once. Every subject is verified
 * after its run; a speed without it is worth nothing.
 */
final class VerifyBooks {
  private final ShardMap map;
  private final String user;

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
    FoundRows found = FoundRows.in(map, user, VerifyBooks::shard);
    long processed = found.sum("processed");
    long postings = found.sum("postings");
    if (expected.distinct() > 0) {
      found.mustBe("ids judged", processed, expected.distinct());
    } else {
      found.mustBe("rows without a gap", found.sum("offsets"), processed);
    }
    found.mustBe("postings", postings, 2 * processed);
    found.mustBe("accounts", found.sum("accounts"), expected.accounts());
    if (processed == 0) {
      found.complain("nothing was processed");
    }
    found.requireRight("the result");
    return new Verified(
        processed,
        postings,
        Map.of(
            "processed", found.sum("processed bytes") / processed,
            "posting", found.sum("posting bytes") / postings));
  }

  private static void shard(String shard, Connection connection, FoundRows found)
      throws SQLException {
    found.add(connection, "processed", "SELECT count(*) FROM engine.processed");
    found.add(connection, "postings", "SELECT count(*) FROM ledger.posting");
    found.add(
        connection,
        "accounts",
        "SELECT count(*) FROM ledger.account WHERE NOT starts_with(account, '~')");
    found.add(connection, "offsets", OFFSETS);
    found.add(
        connection,
        "processed bytes",
        "SELECT coalesce(sum(pg_column_size(r.*)), 0) FROM engine.processed AS r");
    found.add(
        connection,
        "posting bytes",
        "SELECT coalesce(sum(pg_column_size(r.*)), 0) FROM ledger.posting AS r");
  }

  private static final String OFFSETS =
      """
      SELECT coalesce(sum(next_offset), 0)
      FROM (SELECT max(log_offset) + 1 AS next_offset FROM engine.processed GROUP BY ledger_partition)
      """;
}
