package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import onlyonce.messages.ShardMap;

/**
 * Whether the databases hold what completed sagas leave, and nothing else: three commands, four
 * postings and one settled hold each, no money on its way, and in all as much as was opened.
 */
final class VerifySagas {
  private final ShardMap map;
  private final String user;

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
    FoundRows found = FoundRows.in(map, user, VerifySagas::shard);
    if (expected.sagas() == 0) {
      found.complain("no saga was sent");
    }
    found.mustBe("commands judged", found.sum("commands"), 3 * expected.sagas());
    found.mustBe("postings", found.sum("postings"), 4 * expected.sagas());
    found.mustBe("settled holds", found.sum("settled"), expected.sagas());
    found.mustBe("accounts", found.sum("accounts"), expected.accounts());
    found.mustBe(
        "money of the accounts", found.sum("money"), expected.accounts() * Books.OPENING_MINOR);
    found.mustBe("money in transit", found.sum("in transit"), 0);
    found.requireRight("the sagas' result");
  }

  private static void shard(String shard, Connection connection, FoundRows found)
      throws SQLException {
    found.add(connection, "commands", "SELECT count(*) FROM engine.processed");
    found.add(connection, "postings", "SELECT count(*) FROM ledger.posting");
    found.add(connection, "settled", "SELECT count(*) FROM ledger.hold WHERE state = 'settled'");
    found.add(connection, "accounts", "SELECT count(*)" + CLIENTS);
    found.add(connection, "money", "SELECT coalesce(sum(posted_minor), 0)" + CLIENTS);
    found.add(connection, "in transit", IN_TRANSIT);
    found.none(connection, shard + ": holds that are not settled", UNSETTLED);
    found.none(connection, shard + ": accounts with money held", HELD);
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
}
