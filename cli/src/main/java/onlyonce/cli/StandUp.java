package onlyonce.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.cli.failover.FinishFailOvers;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;
import onlyonce.messages.ShardMap;

/** Turns running nodes into a working platform: migrated, with its roles running. */
final class StandUp {
  private StandUp() {}

  /** Leaves the layout as it is, or takes the default. */
  static ShardMap migrate(Cluster cluster, ProgressListener progress) {
    return migrate(cluster, LedgerLayout.AS_IT_IS, progress);
  }

  static ShardMap migrate(Cluster cluster, LedgerLayout layout, ProgressListener progress) {
    Map<String, Object> clientProperties = Map.of("bootstrap.servers", cluster.bootstrapServers());
    if (cluster.status().replication().standbys() > 0) {
      finishFailovers(cluster, clientProperties, progress);
    }
    TreeMap<String, String> jdbcUrls = new TreeMap<>();
    String admin = "postgres";
    for (Shard shard : cluster.shards()) {
      jdbcUrls.put(shard.shard(), shard.jdbcUrl());
      admin = shard.user();
    }
    Set<String> servers =
        cluster.servers().stream().map(Shard::jdbcUrl).collect(Collectors.toSet());
    Migration.Wish wish = new Migration.Wish(layout, (short) 3, jdbcUrls, servers, admin);
    return new Migration(clientProperties, wish, Clock.systemUTC(), progress::progress).run();
  }

  private static void finishFailovers(
      Cluster cluster, Map<String, Object> clientProperties, ProgressListener progress) {
    Optional<ShardMap> map = Migration.published(clientProperties);
    try {
      if (map.isPresent()) {
        FinishFailOvers.run(cluster, clientProperties, map.get(), progress::progress);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a failover could not be ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a failover was ended", e);
    }
  }

  /** Starts roles side by side and waits until each is ready. */
  static void start(Cluster cluster, List<RoleSpec> roles, ProgressListener progress) {
    roles.parallelStream().forEach(role -> progress.progress(cluster.startRole(role).observed()));
  }
}
