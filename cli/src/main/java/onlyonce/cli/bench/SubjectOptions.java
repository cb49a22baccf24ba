package onlyonce.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.processor.Handler;
import picocli.CommandLine.Option;

/** A subject on the command line of its process. */
public final class SubjectOptions {
  @Option(names = "--subject", required = true)
  private SubjectKind kind = SubjectKind.ENGINE;

  @Option(names = "--topic", required = true)
  private String topic = "";

  @Option(names = "--group", required = true)
  private String group = "";

  @Option(names = "--partitions", required = true)
  private int partitions;

  @Option(names = "--shard", description = "A shard's name and JDBC URL.")
  private Map<String, String> shards = new LinkedHashMap<>();

  @Option(names = "--accounts", required = true)
  private int accounts;

  @Option(names = "--seed", required = true)
  private long seed;

  @Option(names = "--start-millis", required = true)
  private long startMillis;

  @Option(names = "--records", required = true)
  private int records;

  @Option(names = "--batch", required = true)
  private int batch;

  @Option(names = "--times", defaultValue = "1")
  private int times;

  /** The arguments that say the same. */
  static List<String> arguments(SubjectKind kind, SubjectSettings settings, int times) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--subject=" + kind);
    arguments.add("--topic=" + settings.topic());
    arguments.add("--group=" + settings.group());
    arguments.add("--partitions=" + settings.partitioning().count());
    settings
        .map()
        .jdbcUrls()
        .forEach((shard, url) -> arguments.add("--shard=" + shard + "=" + url));
    arguments.add("--accounts=" + settings.accounts());
    arguments.add("--seed=" + settings.origin().seed());
    arguments.add("--start-millis=" + settings.origin().startMillis());
    arguments.add("--records=" + settings.records());
    arguments.add("--batch=" + settings.batch());
    arguments.add("--times=" + times);
    return arguments;
  }

  /**
   * Builds the subject.
   *
   * @param ledger makes the engine's handler
   */
  public Subject subject(
      Map<String, Object> clientProperties, Function<Partitioning, Handler<?>> ledger) {
    SubjectSettings settings =
        new SubjectSettings(
            clientProperties,
            topic,
            group,
            ShardMap.modulo(Partitioning.hash(partitions), new TreeMap<>(shards)),
            accounts,
            new CommandStream.Origin(seed, startMillis),
            records,
            batch);
    return switch (kind) {
      case READ_CEILING -> new ReadCeiling(settings, times);
      case COPY_CEILING -> new CopyCeiling(settings);
      case PER_RECORD -> new PerRecord(settings);
      case PER_POLL -> new PerPoll(settings);
      case ENGINE -> new Engine(settings, ledger);
    };
  }
}
