package onlyonce.localcluster.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.UserCache;
import org.apache.kafka.common.Uuid;

/**
 * One broker's folder: {@code server.properties}, {@code log4j2.properties}, {@code data/}, {@code
 * log/}.
 *
 * <p>A node is formatted with what Kafka's own StorageTool wrote: its {@code bootstrap.checkpoint}
 * holds the feature levels, the same for every node of a Kafka version, so the tool runs once a
 * user and not once a node; {@code meta.properties} holds what is the node's own.
 */
public record BrokerFolder(Path path) {
  private static final String CHECKPOINT = "bootstrap.checkpoint";
  private static final String META = "meta.properties";
  private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);

  public Path data() {
    return path.resolve("data");
  }

  public Path properties() {
    return path.resolve("server.properties");
  }

  public void configure(BrokerSettings settings) {
    try {
      Files.createDirectories(path);
      Files.writeString(properties(), settings.asProperties());
      Files.writeString(path.resolve("log4j2.properties"), LOGGING);
    } catch (IOException e) {
      throw new LocalClusterException("cannot write the settings of " + path, e);
    }
  }

  /** What formatting a node takes; made by Kafka's StorageTool unless the cache has it. */
  public static Path template(KafkaJava java, Launcher launcher, UserCache cache) {
    return cache.entry(
        "kafka-" + java.version() + "-format", folder -> makeTemplate(java, launcher, folder));
  }

  /** Formats the data folder for a cluster, unless that was done before. */
  public void format(Supplier<Path> template, String clusterId, int id) {
    Path meta = data().resolve(META);
    if (Files.exists(meta)) {
      return;
    }
    try {
      UserCache.deleteTree(data());
      Files.createDirectories(data());
      Files.copy(template.get().resolve(CHECKPOINT), data().resolve(CHECKPOINT));
      Path fresh = data().resolve(META + ".new");
      Files.writeString(
          fresh,
          """
          cluster.id=%s
          directory.id=%s
          node.id=%d
          version=1
          """
              .formatted(clusterId, Uuid.randomUuid(), id));
      Files.move(fresh, meta, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LocalClusterException("cannot format " + data(), e);
    }
  }

  private static void makeTemplate(KafkaJava java, Launcher launcher, Path folder)
      throws IOException {
    BrokerAddress any = new BrokerAddress(1, 1, 2);
    Path data = folder.resolve("data");
    Path properties = folder.resolve("server.properties");
    Files.writeString(
        properties, new BrokerSettings(any, List.of(any), data, Map.of()).asProperties());
    launcher.run(
        new Command(
            java.tool(
                "kafka.tools.StorageTool",
                List.of(
                    "format",
                    "--cluster-id",
                    Uuid.randomUuid().toString(),
                    "--config",
                    properties.toString())),
            java.environment(),
            folder,
            folder.resolve("format.log"),
            Isolation.NONE),
        FORMAT_LIMIT);
    Files.move(data.resolve(CHECKPOINT), folder.resolve(CHECKPOINT));
  }

  private static final String LOGGING =
      """
      status = error
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}{UTC} %-5p %m (%c{1})%n
      rootLogger.level = info
      rootLogger.appenderRef.console.ref = console
      # Every setting of every start and every client would fill the log.
      logger.config.name = org.apache.kafka.common.config.AbstractConfig
      logger.config.level = warn
      logger.kafkaconfig.name = kafka.server.KafkaConfig
      logger.kafkaconfig.level = warn
      logger.appinfo.name = org.apache.kafka.common.utils.AppInfoParser
      logger.appinfo.level = warn
      logger.statechange.name = state.change.logger
      logger.statechange.level = warn
      logger.partition.name = kafka.cluster.Partition
      logger.partition.level = warn
      logger.log.name = org.apache.kafka.storage.internals.log
      logger.log.level = warn
      logger.network.name = org.apache.kafka.clients.NetworkClient
      logger.network.level = error
      """;
}
