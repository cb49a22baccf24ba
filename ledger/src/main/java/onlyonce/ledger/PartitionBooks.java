package onlyonce.ledger;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.messages.CurrencyCode;

/**
 * What one ledger partition's books hold.
 *
 * @param accounts that clients opened, closed ones included
 * @param postings rows
 * @param holds rows, settled and released ones and tombstones included
 * @param balances by currency, ordered
 */
public record PartitionBooks(long accounts, long postings, long holds, List<Balance> balances) {

  /**
   * Sums over accounts in one currency, in minor units.
   *
   * @param customersMinor posted on the accounts that clients opened
   * @param heldMinor of that
   * @param inTransitMinor of the in-transit account
   * @param totalMinor over all accounts, internal ones included: zero in sound books
   */
  public record Balance(
      CurrencyCode currency,
      BigInteger customersMinor,
      BigInteger heldMinor,
      BigInteger inTransitMinor,
      BigInteger totalMinor) {}

  public PartitionBooks {
    balances = List.copyOf(balances);
  }

  /**
   * Reads the books of ledger partitions; for figures that agree, in one snapshot.
   *
   * @throws SQLException when the database fails
   */
  public static SortedMap<Integer, PartitionBooks> read(
      Connection connection, Collection<Integer> partitions) throws SQLException {
    SortedMap<Integer, PartitionBooks> books = new TreeMap<>();
    SortedMap<Integer, List<Balance>> balances = balances(connection);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT wanted.number,
                (SELECT count(*) FROM ledger.account
                 WHERE ledger_partition = wanted.number AND account < '~'),
                (SELECT count(*) FROM ledger.posting WHERE ledger_partition = wanted.number),
                (SELECT count(*) FROM ledger.hold WHERE ledger_partition = wanted.number)
            FROM unnest(?::int[]) AS wanted (number)
            """)) {
      select.setObject(1, partitions.toArray(Integer[]::new));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          books.put(
              rows.getInt(1),
              new PartitionBooks(
                  rows.getLong(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  balances.getOrDefault(rows.getInt(1), List.of())));
        }
      }
    }
    return books;
  }

  /**
   * The balances of all ledger partitions of this shard, as of one moment.
   *
   * @throws SQLException when the database fails
   */
  public static SortedMap<Integer, List<Balance>> balances(Connection connection)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT ledger_partition, currency,
                coalesce(sum(posted_minor) FILTER (WHERE account < '~'), 0),
                sum(held_minor),
                coalesce(sum(posted_minor) FILTER (WHERE account = '~in-transit:' || currency), 0),
                sum(posted_minor)
            FROM ledger.account
            GROUP BY ledger_partition, currency
            ORDER BY ledger_partition, currency
            """)) {
      SortedMap<Integer, List<Balance>> balances = new TreeMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          balances
              .computeIfAbsent(rows.getInt(1), p -> new ArrayList<>())
              .add(
                  new Balance(
                      new CurrencyCode(rows.getString(2)),
                      rows.getBigDecimal(3).toBigIntegerExact(),
                      rows.getBigDecimal(4).toBigIntegerExact(),
                      rows.getBigDecimal(5).toBigIntegerExact(),
                      rows.getBigDecimal(6).toBigIntegerExact()));
        }
      }
      return balances;
    }
  }
}
