package onlyonce.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import onlyonce.cli.metrics.ProcessorMeters;
import onlyonce.cli.metrics.ServeMetrics;
import onlyonce.ledger.LedgerStore;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.Semantics;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import onlyonce.processor.Processor;
import onlyonce.processor.ProcessorListener;
import onlyonce.processor.ProcessorSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One role: a processor. */
@Command(
    name = "processor",
    description =
        "Runs a processor: applies ledger commands to the shards, exactly once unless told otherwise.")
final class ProcessorCommand implements Callable<Integer> {
  /** The consumer group that shares the ledger partitions out. */
  static final String GROUP = "onlyonce-processor";

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();

  @Option(
      names = "--name",
      defaultValue = "processor",
      description = "This instance's name in logs and database sessions. Default: processor")
  private String name = "processor";

  @Option(
      names = "--database-user",
      defaultValue = "onlyonce_apply",
      description = "The user on every shard. Default: onlyonce_apply")
  private String databaseUser = "onlyonce_apply";

  @Option(
      names = "--semantics",
      defaultValue = "exactly-once",
      converter = SemanticsConverter.class,
      description =
          "at-most-once, at-least-once or exactly-once: what is promised when something fails."
              + " Default: exactly-once")
  private Semantics semantics = Semantics.EXACTLY_ONCE;

  @Override
  public Integer call() {
    Map<String, Object> clientProperties = kafka.clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    LedgerStore store =
        semantics == Semantics.EXACTLY_ONCE ? LedgerStore.exclusive() : LedgerStore.shared();
    LedgerHandler handler = new LedgerHandler(store, map.partitioning());
    ProcessorSettings settings =
        new ProcessorSettings(
                clientProperties, GROUP, Topic.LEDGER_COMMANDS.topicName(), databaseUser, name)
            .with(semantics);
    Optional<ServeMetrics> serving = metrics.serve();
    Optional<ProcessorMeters> meters =
        serving.map(to -> new ProcessorMeters(to.registry(), map.jdbcUrls().keySet()));
    ProcessorListener listener = meters.isPresent() ? meters.get() : ProcessorListener.NONE;
    try (FollowShardMap follow = FollowShardMap.start(clientProperties);
        Processor<?> processor = new Processor<>(settings, map, handler, listener)) {
      follow.onChange(processor::adopt);
      meters.ifPresent(to -> to.tell(processor));
      serving.ifPresent(to -> to.tellKafka(processor::kafkaMetrics));
      Role.ready();
      Role.run(processor::run, processor::close);
    } finally {
      serving.ifPresent(ServeMetrics::close);
    }
    return ExitCode.OK;
  }
}
