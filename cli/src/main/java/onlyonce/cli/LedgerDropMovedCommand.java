package onlyonce.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import onlyonce.cli.move.DropMoved;
import onlyonce.localcluster.Shard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drops what moves left behind. */
@Command(
    name = "drop-moved",
    description = {
      "Drops what moved ledger partitions left on the shards where they were.",
      "Keep it until there is a backup of where they are now.",
    })
final class LedgerDropMovedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AdminUserOption adminUser = new AdminUserOption();

  @Option(
      names = "--shard",
      paramLabel = "NAME=JDBC-URL",
      description = "A shard that the map does not name any more; once for each.")
  private Map<String, String> shards = new TreeMap<>();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() throws SQLException {
    Map<String, Object> clientProperties = kafka.clientProperties();
    SortedMap<String, String> jdbcUrls = new TreeMap<>(shards);
    kafka
        .localCluster()
        .ifPresent(
            cluster -> {
              for (Shard shard : cluster.primaries()) {
                jdbcUrls.put(shard.shard(), shard.jdbcUrl());
              }
            });
    jdbcUrls.putAll(PlatformCheck.shardMap(clientProperties).jdbcUrls());
    List<DropMoved.Dropped> dropped =
        DropMoved.run(clientProperties, jdbcUrls, adminUser.name(), Clock.systemUTC());
    new Terminal(spec).print(json ? PrettyJson.of(dropped) : text(dropped));
    return ExitCode.OK;
  }

  private static String text(List<DropMoved.Dropped> dropped) {
    if (dropped.isEmpty()) {
      return "nothing is left of any move";
    }
    TextRows rows = new TextRows("SHARD", "DROPPED LEDGER PARTITION");
    dropped.forEach(one -> rows.add(one.shard(), one.ledgerPartition()));
    return rows.toString();
  }
}
