package onlyonce.cli.shards;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.messages.ShardMap;

/** Looks again and again how far each ledger partition has come, where the map places it. */
public final class WatchProgress implements AutoCloseable {
  private final ShardMap map;
  private final SortedMap<String, Connection> connections = new TreeMap<>();

  /**
   * @param databaseUser only reads
   * @throws SQLException when a shard cannot be reached
   */
  public WatchProgress(ShardMap map, String databaseUser) throws SQLException {
    this.map = map;
    try {
      for (Map.Entry<String, String> shard : map.jdbcUrls().entrySet()) {
        connections.put(shard.getKey(), ShardSnapshot.open(shard.getValue(), databaseUser));
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** The first offset of each ledger partition that was not applied. */
  public SortedMap<Integer, Long> nextOffsets() throws SQLException {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    for (Map.Entry<String, Connection> shard : connections.entrySet()) {
      try (PreparedStatement select =
              shard
                  .getValue()
                  .prepareStatement(
                      """
                      SELECT ledger_partition, next_offset FROM engine.progress
                      """);
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (map.place(rows.getInt(1)).shard().equals(shard.getKey())) {
            offsets.put(rows.getInt(1), rows.getLong(2));
          }
        }
      }
      shard.getValue().commit();
    }
    return offsets;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }
}
