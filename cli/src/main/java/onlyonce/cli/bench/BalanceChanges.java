package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.AccountId;

/** What one transaction does to balances, folded in memory: one row an account. */
final class BalanceChanges {
  private final Map<Key, Change> changes = new TreeMap<>();

  private record Key(int partition, AccountId account) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return partition == other.partition
          ? account.compareTo(other.account)
          : Integer.compare(partition, other.partition);
    }
  }

  private static final class Change {
    private long delta;
    private long lowest;
    private long version;

    private void add(long amountMinor, long newVersion) {
      delta += amountMinor;
      lowest = Math.min(lowest, delta);
      version = newVersion;
    }
  }

  /** Folds transfers, in log order. */
  static BalanceChanges of(List<Judged> applied) {
    BalanceChanges folded = new BalanceChanges();
    for (Judged judged : applied) {
      long minor = judged.post().amount().minor();
      folded.add(judged, judged.post().from(), -minor);
      folded.add(judged, judged.post().to(), minor);
    }
    return folded;
  }

  private void add(Judged judged, AccountId account, long minor) {
    changes
        .computeIfAbsent(new Key(judged.partition(), account), _ -> new Change())
        .add(minor, judged.offset() + 1);
  }

  /** The change as the arrays of one statement. */
  Columns columns() {
    int size = changes.size();
    Columns columns =
        new Columns(
            new int[size], new String[size], new long[size], new long[size], new long[size]);
    int row = 0;
    for (Map.Entry<Key, Change> entry : changes.entrySet()) {
      columns.partitions[row] = entry.getKey().partition();
      columns.accounts[row] = entry.getKey().account().value();
      columns.deltas[row] = entry.getValue().delta;
      columns.lowest[row] = entry.getValue().lowest;
      columns.versions[row] = entry.getValue().version;
      row++;
    }
    return columns;
  }

  /**
   * Accounts in the order of their keys.
   *
   * @param lowest how far each balance falls below where it began, 0 or less
   */
  record Columns(
      int[] partitions, String[] accounts, long[] deltas, long[] lowest, long[] versions) {
    private static final String SQL =
        """
        UPDATE ledger.account AS a SET
            posted_minor = a.posted_minor + changed.delta,
            version = changed.version
        FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
            AS changed (ledger_partition, account, delta, lowest, version)
        WHERE a.ledger_partition = changed.ledger_partition AND a.account = changed.account
            AND NOT a.closed AND a.posted_minor - a.held_minor + changed.lowest >= 0
        """;

    /** Writes the changes; false when an account had not the money for all of them. */
    boolean write(Connection transaction) throws SQLException {
      try (PreparedStatement update = transaction.prepareStatement(SQL)) {
        update.setObject(1, partitions);
        update.setObject(2, accounts);
        update.setObject(3, deltas);
        update.setObject(4, lowest);
        update.setObject(5, versions);
        return update.executeUpdate() == accounts.length;
      }
    }
  }
}
