package onlyonce.cli;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import onlyonce.cli.failover.ReturnAbandoned;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.SupervisorClient;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.ShardMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a former primary a standby. */
@Command(
    name = "rejoin",
    description =
        "Makes a primary that was replaced a standby of its successor. What it committed alone is"
            + " counted, compared with what the successor came to, and discarded.")
final class LedgerRejoinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "SERVER", description = "Such as shard-1, or shard-1-standby-2.")
  private String server = "";

  @Override
  public Integer call() throws SQLException, InterruptedException {
    Terminal terminal = new Terminal(spec);
    SupervisorClient cluster = ClusterOf.home(home.path());
    try (FollowShardMap map =
        FollowShardMap.start(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      requireReplaced(cluster, map.current());
      terminal.print(
          new ReturnAbandoned(cluster.under(map.term()), server, terminal::progress)
              .run()
              .toString());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.OK;
  }

  /** Started while the map names it, it would be taken for the primary. */
  private void requireReplaced(Cluster cluster, ShardMap map) {
    for (Shard found : cluster.servers()) {
      if (found.name().equals(server) && map.jdbcUrls().containsValue(found.jdbcUrl())) {
        throw new IllegalStateException(
            "the map names %s as the primary of %s; `ledger failover %s` first"
                .formatted(server, found.shard(), found.shard()));
      }
    }
  }
}
