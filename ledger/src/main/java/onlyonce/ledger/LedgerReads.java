package onlyonce.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.messages.AccountId;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Version;

/** Small reads of one shard's books, as of each statement's snapshot. */
public final class LedgerReads {
  private LedgerReads() {}

  /**
   * An account with the version of its last change.
   *
   * @param version its ledger partition, and the offset + 1 of the last command that changed it
   */
  public record AccountReading(Account account, Version version) {}

  /**
   * What the accounts of one ledger partition come to in one currency, in minor units.
   *
   * @param postedMinor over all accounts, internal ones included: zero in sound books
   * @param heldMinor over all accounts
   * @param inTransitMinor of the in-transit account: negative when credits wait for their settle
   */
  public record PartitionSum(
      int partition,
      CurrencyCode currency,
      BigInteger postedMinor,
      BigInteger heldMinor,
      BigInteger inTransitMinor) {}

  /**
   * Looks an account up.
   *
   * @return nothing when it was never opened in that ledger partition
   * @throws SQLException when the database fails
   */
  public static Optional<AccountReading> account(
      Connection connection, int partition, AccountId account) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT currency, posted_minor, held_minor, may_go_negative, closed, version
            FROM ledger.account
            WHERE ledger_partition = ? AND account = ?
            """)) {
      select.setInt(1, partition);
      select.setString(2, account.value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Account found =
            new Account(
                account,
                new CurrencyCode(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                row.getBoolean(4),
                row.getBoolean(5));
        return Optional.of(new AccountReading(found, new Version(partition, row.getLong(6))));
      }
    }
  }

  /**
   * The sums of every ledger partition and currency of this shard, ordered by both.
   *
   * @throws SQLException when the database fails
   */
  public static List<PartitionSum> sums(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT ledger_partition, currency, sum(posted_minor), sum(held_minor),
                    coalesce(sum(posted_minor) FILTER (WHERE account = '~in-transit:' || currency), 0)
                FROM ledger.account
                GROUP BY ledger_partition, currency
                ORDER BY ledger_partition, currency
                """);
        ResultSet rows = select.executeQuery()) {
      List<PartitionSum> sums = new ArrayList<>();
      while (rows.next()) {
        sums.add(
            new PartitionSum(
                rows.getInt(1),
                new CurrencyCode(rows.getString(2)),
                whole(rows.getBigDecimal(3)),
                whole(rows.getBigDecimal(4)),
                whole(rows.getBigDecimal(5))));
      }
      return sums;
    }
  }

  private static BigInteger whole(BigDecimal sum) {
    return sum.toBigIntegerExact();
  }
}
