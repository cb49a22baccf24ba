package onlyonce.cli;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    TreeMap<String, String> jdbcUrls = new TreeMap<>();
    String admin = "postgres";
    for (Shard shard : cluster.shards()) {
      jdbcUrls.put(shard.shard(), shard.jdbcUrl());
      admin = shard.user();
    }
    Migration.Wish wish = new Migration.Wish(layout, (short) 3, jdbcUrls, admin);
    Map<String, Object> clientProperties = Map.of("bootstrap.servers", cluster.bootstrapServers());
    return new Migration(clientProperties, wish, Clock.systemUTC(), progress::progress).run();
  }

  /** Starts roles side by side and waits until each is ready. */
  static void start(Cluster cluster, List<RoleSpec> roles, ProgressListener progress) {
    roles.parallelStream().forEach(role -> progress.progress(cluster.startRole(role).observed()));
  }
}
