package onlyonce.chaos.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
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
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_postmaster_start_time()::text")) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
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
