package onlyonce.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import onlyonce.messages.AccountId;
import onlyonce.messages.AccountRange;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Version;

/** The accounts of a range that one shard has, by their names. */
public final class ListAccounts {
  /** Sorts behind every name of a client's: names have no character above it. */
  private static final String BEHIND_ALL = "~";

  private ListAccounts() {}

  /**
   * Lists the first accounts of a range in the order of their names' bytes.
   *
   * @param partitions the ledger partitions to look in
   * @param limit at most so many
   * @throws SQLException when the database fails
   */
  public static List<AccountReading> in(
      Connection connection, Collection<Integer> partitions, AccountRange range, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT ledger_partition, account, currency, posted_minor, held_minor, may_go_negative,
                closed, version
            FROM ledger.account
            WHERE ledger_partition = ANY (?::int[])
                AND account >= ? AND account <= ? AND account < ?
            ORDER BY account
            LIMIT ?
            """)) {
      select.setObject(1, partitions.toArray(Integer[]::new));
      select.setString(2, range.from().map(AccountId::value).orElse(""));
      select.setString(3, range.to().map(AccountId::value).orElse(BEHIND_ALL));
      select.setString(4, BEHIND_ALL);
      select.setInt(5, limit);
      List<AccountReading> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Account account =
              new Account(
                  new AccountId(rows.getString(2)),
                  new CurrencyCode(rows.getString(3)),
                  rows.getLong(4),
                  rows.getLong(5),
                  rows.getBoolean(6),
                  rows.getBoolean(7));
          found.add(new AccountReading(account, new Version(rows.getInt(1), rows.getLong(8))));
        }
      }
      return found;
    }
  }
}
