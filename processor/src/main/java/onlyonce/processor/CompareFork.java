package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an abandoned primary committed alone, and what became of it: the same log is applied again
 * by the one that was promoted, so every record must have come to the same outcome there.
 */
public final class CompareFork {
  private static final int FETCH = 1_000;

  private CompareFork() {}

  /**
   * The commands that only the abandoned one had when the other was promoted.
   *
   * @param alone how many there were
   * @param reapplied of these, with the same id and outcome at the same offset
   * @param differing of these, with another id or outcome, or none although the log was read on
   * @param pending of these, where the promoted one has not come yet
   */
  public record Compared(long alone, long reapplied, long differing, long pending) {
    Compared plus(Compared other) {
      return new Compared(
          alone + other.alone,
          reapplied + other.reapplied,
          differing + other.differing,
          pending + other.pending);
    }
  }

  /**
   * Compares; reads only.
   *
   * @param abandoned a session of its own, without auto-commit
   * @param primary likewise, on the shard's primary of now
   * @throws IllegalStateException when the primary does not know where their histories part
   */
  public static Compared run(Connection abandoned, Connection primary) throws SQLException {
    SortedMap<Integer, Long> forks = forks(primary, EngineTerm.of(abandoned));
    if (forks.isEmpty()) {
      throw new IllegalStateException(
          "no failover after the abandoned server's last term is noted on the primary");
    }
    Compared all = new Compared(0, 0, 0, 0);
    for (Map.Entry<Integer, Long> fork : forks.entrySet()) {
      all = all.plus(compare(abandoned, primary, fork.getKey(), fork.getValue()));
    }
    return all;
  }

  /**
   * Keeps what was found on the primary, since the abandoned one's data are about to be replaced.
   * Does not commit.
   *
   * @param server that was abandoned
   */
  public static void note(Connection primary, String server, Compared found) throws SQLException {
    String sql =
        """
        INSERT INTO engine.discarded (server, alone, reapplied, differing, pending)
        VALUES (?, ?, ?, ?, ?)
        """;
    try (PreparedStatement statement = primary.prepareStatement(sql)) {
      statement.setString(1, server);
      statement.setLong(2, found.alone());
      statement.setLong(3, found.reapplied());
      statement.setLong(4, found.differing());
      statement.setLong(5, found.pending());
      statement.executeUpdate();
    }
  }

  /** Of several failovers the first one that the abandoned server did not see. */
  private static SortedMap<Integer, Long> forks(Connection primary, long lastTerm)
      throws SQLException {
    String sql =
        """
        SELECT ledger_partition, next_offset FROM engine.fork
        WHERE term = (SELECT min(term) FROM engine.fork WHERE term > ?)
        """;
    SortedMap<Integer, Long> forks = new TreeMap<>();
    try (PreparedStatement statement = primary.prepareStatement(sql)) {
      statement.setLong(1, lastTerm);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          forks.put(row.getInt(1), row.getLong(2));
        }
      }
    }
    return forks;
  }

  private static Compared compare(
      Connection abandoned, Connection primary, int partition, long fork) throws SQLException {
    String sql =
        """
        SELECT log_offset, id, outcome FROM engine.processed
        WHERE ledger_partition = ? AND log_offset >= ?
        ORDER BY log_offset
        """;
    long readTo = nextOffset(primary, partition);
    long alone = 0;
    long reapplied = 0;
    long pending = 0;
    try (PreparedStatement old = abandoned.prepareStatement(sql);
        PreparedStatement now = primary.prepareStatement(sql);
        ResultSet lost = from(old, partition, fork);
        ResultSet again = from(now, partition, fork)) {
      boolean has = again.next();
      while (lost.next()) {
        alone++;
        while (has && again.getLong(1) < lost.getLong(1)) {
          has = again.next();
        }
        if (has && same(lost, again)) {
          reapplied++;
        } else if (lost.getLong(1) >= readTo) {
          pending++;
        }
      }
    }
    return new Compared(alone, reapplied, alone - reapplied - pending, pending);
  }

  private static ResultSet from(PreparedStatement statement, int partition, long offset)
      throws SQLException {
    statement.setFetchSize(FETCH);
    statement.setInt(1, partition);
    statement.setLong(2, offset);
    return statement.executeQuery();
  }

  private static boolean same(ResultSet one, ResultSet other) throws SQLException {
    return one.getLong(1) == other.getLong(1)
        && one.getString(2).equals(other.getString(2))
        && Arrays.equals(one.getBytes(3), other.getBytes(3));
  }

  private static long nextOffset(Connection connection, int partition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT next_offset FROM engine.progress WHERE ledger_partition = " + partition)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
