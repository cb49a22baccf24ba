package onlyonce.localcluster.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.process.LocalClusterException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/**
 * What one test class has of the shared cluster: names, topics and databases that no other class
 * sees. They are deleted after the class.
 */
public final class TestScope implements AutoCloseable {
  private static final int WAIT_SECONDS = 30;

  private final String prefix;
  private final SharedNodes nodes;
  private final Set<String> topics = new TreeSet<>();
  private final Map<String, List<Shard>> databases = new HashMap<>();

  TestScope(String className, SharedNodes nodes) {
    String name = className.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    // Names of databases end at 63 bytes.
    this.prefix = name.substring(0, Math.min(name.length(), 40));
    this.nodes = nodes;
  }

  public String bootstrapServers() {
    return nodes.kafka().bootstrapServers();
  }

  /** A name for a topic, a group or a transactional id that is this class' alone. */
  public String name(String base) {
    return prefix + "-" + base;
  }

  /** Creates a topic with the cluster's defaults: three replicas, two in sync. */
  public synchronized String createTopic(String base, int partitions) {
    return createTopic(base, partitions, Map.of());
  }

  /** Creates a topic and returns its full name. */
  public synchronized String createTopic(
      String base, int partitions, Map<String, String> settings) {
    String name = name(base);
    try (Admin admin = admin()) {
      NewTopic topic =
          new NewTopic(name, java.util.Optional.of(partitions), java.util.Optional.empty());
      await(admin.createTopics(List.of(topic.configs(settings))).all(), "create topic " + name);
    }
    topics.add(name);
    return name;
  }

  /** Has a topic that somebody else creates deleted after the class. */
  public synchronized void deleteAfterwards(String fullTopicName) {
    topics.add(fullTopicName);
  }

  /** This class' database on each shard, empty at first. */
  public List<Shard> shards() {
    return shards("main");
  }

  /** Another set of databases, one on each shard, for a test that wants its own. */
  public synchronized List<Shard> shards(String name) {
    return databases.computeIfAbsent(
        name,
        key -> {
          List<Shard> own = new ArrayList<>();
          String database = databaseName(name);
          for (Shard shard : nodes.postgres().shards()) {
            nodes.postgres().dropDatabase(shard.name(), database);
            own.add(nodes.postgres().createDatabase(shard.name(), database));
          }
          return List.copyOf(own);
        });
  }

  @Override
  public synchronized void close() {
    if (!topics.isEmpty()) {
      try (Admin admin = admin()) {
        Set<String> present = await(admin.listTopics().names(), "list topics");
        topics.retainAll(present);
        await(admin.deleteTopics(topics).all(), "delete topics " + topics);
      }
    }
    databases.forEach(
        (name, own) ->
            own.forEach(shard -> nodes.postgres().dropDatabase(shard.name(), databaseName(name))));
  }

  private String databaseName(String name) {
    return prefix + "_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }

  private static <T> T await(KafkaFuture<T> future, String what) {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LocalClusterException("cannot " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted: " + what, e);
    }
  }
}
