package onlyonce.cli.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.cli.shards.MigrateShard;
import onlyonce.messages.MovePlan;
import onlyonce.messages.ShardMap;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the shards are, those included that the map doesn't name yet. */
final class Targets {
  private final ShardMap map;
  private final Rebalance.Wish wish;
  private final Clock clock;
  private final SortedMap<String, String> jdbcUrls;

  Targets(ShardMap map, Rebalance.Wish wish, Clock clock) {
    this.map = map;
    this.wish = wish;
    this.clock = clock;
    this.jdbcUrls = new TreeMap<>(map.jdbcUrls());
    if (wish.change() instanceof Change.Add add && !jdbcUrls.containsKey(add.shard())) {
      jdbcUrls.put(add.shard(), add.jdbcUrl().get());
    }
  }

  ShardMap.Moving of(MovePlan.Move move) {
    return new ShardMap.Moving(move.to(), url(move.to()));
  }

  /**
   * Brings a new shard's schemas up to date.
   *
   * @throws IllegalArgumentException when two shards are one database
   */
  void prepare(MovePlan plan) throws SQLException {
    requireApart();
    for (String shard : plan.shards()) {
      if (!map.jdbcUrls().containsKey(shard)) {
        MigrateShard.run(url(shard), wish.adminUser(), List.of(), clock);
      }
    }
  }

  /** What a move begins with would empty its own source. */
  private void requireApart() throws SQLException {
    Map<String, String> shardByDatabase = new HashMap<>();
    for (Map.Entry<String, String> shard : jdbcUrls.entrySet()) {
      String other = shardByDatabase.put(database(shard.getValue()), shard.getKey());
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s are one database, %s; name another one"
                .formatted(other, shard.getKey(), shard.getValue()));
      }
    }
  }

  private String database(String jdbcUrl) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(jdbcUrl);
    source.setUser(wish.adminUser());
    source.setConnectTimeout(3);
    source.setSocketTimeout(10);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT system_identifier || ' ' || current_database() FROM pg_control_system()")) {
      row.next();
      return row.getString(1);
    }
  }

  private String url(String shard) {
    String url = jdbcUrls.get(shard);
    if (url == null) {
      throw new IllegalStateException("nobody says where " + shard + " is");
    }
    return url;
  }
}
