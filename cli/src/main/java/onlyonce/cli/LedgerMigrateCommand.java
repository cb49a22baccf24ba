package onlyonce.cli;

import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import onlyonce.localcluster.Shard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prepares topics, shard map and schemas. */
@Command(
    name = "migrate",
    description = {
      "Prepares Kafka's topics, the shard map and the shards' schemas.",
      "Harmless to run again; what never may change is checked.",
    })
final class LedgerMigrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Option(
      names = "--replication-factor",
      defaultValue = "3",
      description = "Of the topics. Default: ${DEFAULT-VALUE}")
  private short replicationFactor = 3;

  @Option(
      names = "--shard",
      paramLabel = "NAME=JDBC-URL",
      description = "A shard and its primary; once for each. Default: those of the local cluster")
  private Map<String, String> shards = new TreeMap<>();

  @Mixin private AdminUserOption adminUser = new AdminUserOption();

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(spec);
    TreeMap<String, String> jdbcUrls = new TreeMap<>(shards);
    Set<String> servers = new HashSet<>();
    if (jdbcUrls.isEmpty()) {
      kafka
          .localCluster()
          .ifPresent(
              cluster -> {
                for (Shard shard : cluster.primaries()) {
                  jdbcUrls.put(shard.shard(), shard.jdbcUrl());
                }
                cluster.shards().forEach(server -> servers.add(server.jdbcUrl()));
              });
    }
    if (jdbcUrls.isEmpty()) {
      throw new UsageException("name the shards: --shard shard-1=jdbc:postgresql://host/database");
    }
    Migration.Wish wish =
        new Migration.Wish(layout.layout(), replicationFactor, jdbcUrls, servers, adminUser.name());
    var _ =
        new Migration(kafka.clientProperties(), wish, Clock.systemUTC(), terminal::progress).run();
    return ExitCode.OK;
  }
}
