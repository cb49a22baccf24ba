package onlyonce.localcluster.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.Signal;
import onlyonce.localcluster.process.UserCache;
import org.apache.kafka.common.Uuid;

/**
 * The JDK's ahead-of-time cache for brokers: classes loaded and linked, so that a start takes half
 * the CPU. It is made once a user, JDK and class path, by a broker of its own that serves a little
 * and ends. A cache that doesn't fit is passed over by the JVM itself: it can't break a start.
 */
public record BrokerAotCache(KafkaJava java, UserCache cache) {
  private static final String FILE = "broker.aot";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The options for a broker's JVM; none while there is no cache. */
  public List<String> options() {
    return exists()
        ? List.of("-XX:AOTCache=" + entry().resolve(FILE), "-Xlog:aot=off", "-Xlog:cds=off")
        : List.of();
  }

  public boolean exists() {
    return Files.exists(entry().resolve(FILE));
  }

  /** Makes the cache. It takes 10 CPU seconds. */
  public void make(Launcher launcher, Path template, BrokerAddress address) {
    var _ =
        cache.entry(entry().getFileName().toString(), to -> make(launcher, template, address, to));
  }

  private void make(Launcher launcher, Path template, BrokerAddress address, Path to)
      throws IOException {
    BrokerFolder folder = new BrokerFolder(to.resolve("broker"));
    folder.configure(new BrokerSettings(address, List.of(address), folder.data(), Map.of()));
    folder.format(() -> template, Uuid.randomUuid().toString(), address.id());
    Path file = to.resolve(FILE);
    List<String> argv =
        java.broker("aot", folder, List.of("-Xmx256m", "-XX:AOTCacheOutput=" + file));
    ChildProcess broker =
        launcher.launch(
            new Command(
                argv,
                java.environment(),
                folder.path(),
                folder.path().resolve("aot.log"),
                // The JVM assembles the cache in a child of its own, which has to end with us too.
                Isolation.NAMESPACES));
    Deadline deadline = Deadline.after(LIMIT);
    boolean up =
        deadline.await(() -> !broker.isAlive() || broker.log().contains("Kafka Server started"));
    if (up && broker.isAlive()) {
      new KafkaCluster(address.client()).awaitInternalTopics(1, deadline);
    }
    broker.stop(Signal.TERM, deadline.remaining(), Duration.ofSeconds(10));
    if (!Files.exists(file)) {
      throw new LocalClusterException("no AOT cache was made" + broker.log().asAppendix());
    }
    UserCache.deleteTree(folder.path());
  }

  private Path entry() {
    String key = Runtime.version() + System.getProperty("java.vendor") + java.jars().classPath();
    String hash =
        UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
    return cache.folder().resolve("kafka-" + java.version() + "-aot-" + hash);
  }
}
