package onlyonce.chaos.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.localcluster.Shard;

/** What the shards say about owners and about themselves, asked anew each time. */
final class ShardView {
  private ShardView() {}

  /**
   * Who owns a ledger partition.
   *
   * @param token the owner's random token
   * @param session the name of the owner's database sessions, which holds the processor's name
   */
  record Owner(String token, String session) {}

  /** The owners by ledger partition, from all shards; partitions without one are left out. */
  static SortedMap<Integer, Owner> owners(List<Shard> shards) throws SQLException {
    SortedMap<Integer, Owner> owners = new TreeMap<>();
    for (Shard shard : shards) {
      try (Connection connection = connect(shard);
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  SELECT ledger_partition, owner::text, coalesce(owner_session, '')
                  FROM engine.progress WHERE owner IS NOT NULL
                  """)) {
        while (row.next()) {
          owners.put(row.getInt(1), new Owner(row.getString(2), row.getString(3)));
        }
      }
    }
    return owners;
  }

  /** When the server was started, as it says itself. */
  static String startTime(Shard shard) throws SQLException {
    return ask(shard, "SELECT pg_postmaster_start_time()::text", row -> row.getString(1));
  }

  /**
   * What a former primary had committed alone, as it was counted when it came back.
   *
   * @param reapplied of these, came to the same outcome again
   * @param differing of these, came to another one
   */
  record Discarded(long alone, long reapplied, long differing) {}

  /** The server's own time, to be compared with later ones. */
  static String now(Shard shard) throws SQLException {
    return ask(shard, "SELECT clock_timestamp()::text", row -> row.getString(1));
  }

  /** A primary's timeline: one more with each promotion. */
  static int timeline(Shard primary) throws SQLException {
    return ask(
        primary,
        "SELECT pg_walfile_name(pg_current_wal_lsn())",
        row -> Integer.parseInt(row.getString(1).substring(0, 8), 16));
  }

  /** How far these ledger partitions have come there, added up. */
  static long offsets(Shard primary, List<Integer> partitions) throws SQLException {
    return ask(
        primary,
        "SELECT sum(next_offset) FROM engine.progress WHERE ledger_partition IN (%s)"
            .formatted(joined(partitions)),
        row -> row.getLong(1));
  }

  /** How far all ledger partitions there have come, added up. */
  static long offsets(Shard primary) throws SQLException {
    return ask(
        primary,
        "SELECT coalesce(sum(next_offset), 0) FROM engine.progress",
        row -> row.getLong(1));
  }

  /** The same at the moment of the latest failover to this server. */
  static long offsetsAtFork(Shard primary, List<Integer> partitions) throws SQLException {
    return ask(
        primary,
        """
        SELECT sum(next_offset) FROM engine.fork
        WHERE ledger_partition IN (%s) AND term = (SELECT max(term) FROM engine.fork)
        """
            .formatted(joined(partitions)),
        row -> row.getLong(1));
  }

  /** What was noted of a server since then; empty when nothing was. */
  static Optional<Discarded> discarded(Shard primary, String server, String since)
      throws SQLException {
    return ask(
        primary,
        """
        SELECT max(alone), max(reapplied), max(differing), count(*) FROM engine.discarded
        WHERE server = '%s' AND discarded_at > '%s'
        """
            .formatted(server, since),
        row ->
            row.getLong(4) == 0
                ? Optional.empty()
                : Optional.of(new Discarded(row.getLong(1), row.getLong(2), row.getLong(3))));
  }

  private static String joined(List<Integer> partitions) {
    return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Reads the one row of an answer. */
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> T ask(Shard shard, String sql, Reading<T> reading) throws SQLException {
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return reading.of(row);
    }
  }

  private static Connection connect(Shard shard) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", shard.user());
    properties.setProperty("ApplicationName", "onlyonce-chaos");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "3");
    return DriverManager.getConnection(shard.jdbcUrl(), properties);
  }
}
