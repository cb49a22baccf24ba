package onlyonce.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import onlyonce.localcluster.ClusterFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Kafka: the home's local cluster, or any other by its address. */
final class KafkaOptions {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      description = "Kafka's addresses. Default: the local cluster in the home.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "More properties for every Kafka client, such as its security.")
  private @Nullable Path kafkaConfig;

  HomeOption home() {
    return home;
  }

  String bootstrapServers() {
    return bootstrapServers != null ? bootstrapServers : runningCluster().bootstrapServers();
  }

  /** For every Kafka client: the addresses and what the properties file adds. */
  Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>(extraProperties());
    properties.put("bootstrap.servers", bootstrapServers());
    return properties;
  }

  /** What the properties file adds to the addresses. */
  Map<String, String> extraProperties() {
    Map<String, String> extra = new HashMap<>();
    if (kafkaConfig != null) {
      Properties file = new Properties();
      try (Reader reader = Files.newBufferedReader(kafkaConfig)) {
        file.load(reader);
      } catch (IOException e) {
        throw new UsageException("cannot read --kafka-config " + kafkaConfig + ": " + e);
      }
      file.stringPropertyNames().forEach(name -> extra.put(name, file.getProperty(name)));
    }
    return extra;
  }

  /** The local cluster in the home, when one runs and no other was named. */
  Optional<ClusterFile> localCluster() {
    return bootstrapServers == null
        ? ClusterFile.in(home.path()).filter(ClusterFile::ownerLives)
        : Optional.empty();
  }

  private ClusterFile runningCluster() {
    return localCluster()
        .orElseThrow(
            () ->
                new UsageException(
                    ("no cluster runs in %s; start one with `./onlyonce up`, or name one with"
                            + " --bootstrap-servers")
                        .formatted(home.path())));
  }
}
