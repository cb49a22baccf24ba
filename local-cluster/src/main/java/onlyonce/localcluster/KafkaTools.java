package onlyonce.localcluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import onlyonce.localcluster.kafka.KafkaJava;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Exit;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.Platform;
import onlyonce.localcluster.process.RuntimeJars;

/** Kafka's own command-line tools, run as child processes with the jars of the brokers. */
public final class KafkaTools {
  private static final String BOOTSTRAP = "--bootstrap-server";
  private static final String TOOLS = "org.apache.kafka.tools.";

  /** Their names are those of Kafka's scripts, without "kafka-" and ".sh". */
  private static final Map<String, String> MAIN_CLASSES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("acls", TOOLS + "AclCommand"),
              Map.entry("broker-api-versions", TOOLS + "BrokerApiVersionsCommand"),
              Map.entry("client-metrics", TOOLS + "ClientMetricsCommand"),
              Map.entry("cluster", TOOLS + "ClusterTool"),
              Map.entry("configs", "kafka.admin.ConfigCommand"),
              Map.entry("console-consumer", TOOLS + "consumer.ConsoleConsumer"),
              Map.entry("console-producer", TOOLS + "ConsoleProducer"),
              Map.entry("consumer-groups", TOOLS + "consumer.group.ConsumerGroupCommand"),
              Map.entry("consumer-perf-test", TOOLS + "ConsumerPerformance"),
              Map.entry("delete-records", TOOLS + "DeleteRecordsCommand"),
              Map.entry("dump-log", TOOLS + "DumpLogSegments"),
              Map.entry("features", TOOLS + "FeatureCommand"),
              Map.entry("get-offsets", TOOLS + "GetOffsetShell"),
              Map.entry("groups", TOOLS + "GroupsCommand"),
              Map.entry("leader-election", TOOLS + "LeaderElectionCommand"),
              Map.entry("log-dirs", TOOLS + "LogDirsCommand"),
              Map.entry("metadata-quorum", TOOLS + "MetadataQuorumCommand"),
              Map.entry("producer-perf-test", TOOLS + "ProducerPerformance"),
              Map.entry("reassign-partitions", TOOLS + "reassign.ReassignPartitionsCommand"),
              Map.entry("share-groups", TOOLS + "consumer.group.ShareGroupCommand"),
              Map.entry("storage", "kafka.tools.StorageTool"),
              Map.entry("streams-application-reset", TOOLS + "StreamsResetter"),
              Map.entry("streams-groups", TOOLS + "streams.StreamsGroupCommand"),
              Map.entry("topics", TOOLS + "TopicCommand"),
              Map.entry("transactions", TOOLS + "TransactionsCommand"),
              Map.entry("verifiable-consumer", TOOLS + "VerifiableConsumer"),
              Map.entry("verifiable-producer", TOOLS + "VerifiableProducer")));

  /** These read files, not brokers. */
  private static final Set<String> OFFLINE = Set.of("dump-log", "storage");

  /** {@code cluster} takes its action first; the option has to follow it. */
  private static final Set<String> ACTION_FIRST = Set.of("cluster");

  private KafkaTools() {}

  public static Set<String> names() {
    return new TreeSet<>(MAIN_CLASSES.keySet());
  }

  /**
   * Runs a tool on our standard streams, and waits for its end.
   *
   * @param tool such as {@code console-producer}; "kafka-" before and ".sh" behind it are dropped
   * @param bootstrapServers for a tool that talks to brokers and whose arguments name none
   * @return its exit code
   */
  public static int run(String tool, String bootstrapServers, List<String> args) {
    String name = tool.replaceAll("^kafka-|\\.sh$", "");
    String mainClass = MAIN_CLASSES.get(name);
    if (mainClass == null) {
      throw new LocalClusterException(
          "no tool named " + tool + "; there are: " + String.join(", ", MAIN_CLASSES.keySet()));
    }
    KafkaJava java = KafkaJava.ofThisJvm(RuntimeJars.load());
    Path here = Path.of("").toAbsolutePath();
    try (Launcher launcher = new Launcher(Platform.detect())) {
      Exit exit =
          launcher.runInForeground(
              new Command(
                  java.tool(mainClass, withBootstrap(name, bootstrapServers, args)),
                  java.environment(),
                  here,
                  here.resolve("unused.log"),
                  Isolation.NONE));
      return exit.code();
    }
  }

  static List<String> withBootstrap(String name, String bootstrapServers, List<String> args) {
    if (OFFLINE.contains(name) || args.stream().anyMatch(KafkaTools::namesServers)) {
      return args;
    }
    List<String> all = new ArrayList<>(args);
    int at = ACTION_FIRST.contains(name) && !args.isEmpty() ? 1 : 0;
    all.addAll(at, List.of(BOOTSTRAP, bootstrapServers));
    return all;
  }

  private static boolean namesServers(String arg) {
    return arg.startsWith(BOOTSTRAP)
        || arg.startsWith("--bootstrap-controller")
        || arg.startsWith("bootstrap.servers=")
        || arg.equals("--help")
        || arg.equals("--version");
  }
}
