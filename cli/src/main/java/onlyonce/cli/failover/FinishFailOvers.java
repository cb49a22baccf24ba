package onlyonce.cli.failover;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import onlyonce.localcluster.Cluster;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;

/** Ends failovers that nobody ended: a server was promoted, and the map still names the old one. */
public final class FinishFailOvers {
  private static final String SOURCE = "onlyonce/finish-failover";

  private FinishFailOvers() {}

  /**
   * @param told of each step, in words
   * @throws IllegalStateException as {@link FailOver#run}
   */
  public static void run(
      Cluster cluster, Map<String, Object> clientProperties, ShardMap map, Consumer<String> told)
      throws SQLException, InterruptedException {
    for (ShardNow shard : ShardNow.allOf(cluster.status(), map.jdbcUrls())) {
      if (shard.promoted().isPresent()) {
        try (MapTerm term = MapTerm.claim(clientProperties, Clock.systemUTC(), SOURCE)) {
          var _ = new FailOver(cluster, term, shard.named().shard(), Isolation.KILL, told).run();
        }
      }
    }
  }
}
