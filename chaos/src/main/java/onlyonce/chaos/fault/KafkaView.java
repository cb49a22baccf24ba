package onlyonce.chaos.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.LocalClusterException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** What Kafka says about leaders and groups, asked anew each time. */
final class KafkaView implements AutoCloseable {
  private final Admin admin;

  KafkaView(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    int millis = Math.toIntExact(Surroundings.ANSWER_WITHIN.toMillis());
    properties.put("default.api.timeout.ms", Integer.toString(millis));
    properties.put("request.timeout.ms", Integer.toString(millis / 2));
    properties.put("reconnect.backoff.max.ms", "500");
    this.admin = Admin.create(properties);
  }

  /** What these brokers say, and those that they know of. */
  static KafkaView of(Map<String, Object> clientProperties, Collection<String> brokers) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("bootstrap.servers", String.join(",", brokers));
    return new KafkaView(properties);
  }

  /** The addresses of all brokers that serve clients. */
  Set<String> brokers() {
    return nodes().stream().map(KafkaView::address).collect(Collectors.toSet());
  }

  /** How many replicas of each partition are in sync. */
  SortedMap<String, Integer> inSync(String topic) {
    SortedMap<String, Integer> inSync = new TreeMap<>();
    TopicDescription description =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    if (description != null) {
      description
          .partitions()
          .forEach(
              partition -> inSync.put(topic + "-" + partition.partition(), partition.isr().size()));
    }
    return inSync;
  }

  /** Creates a topic of one partition whose first leader is a certain broker. */
  void createLedBy(String topic, String leader) {
    List<Integer> replicas = new ArrayList<>();
    for (Node node : nodes()) {
      replicas.add(address(node).equals(leader) ? 0 : replicas.size(), node.id());
    }
    var _ = await(admin.createTopics(List.of(new NewTopic(topic, Map.of(0, replicas)))).all());
  }

  void delete(String topic) {
    var _ = await(admin.deleteTopics(List.of(topic)).all());
  }

  /**
   * The address, {@code host:port}, of each partition's leader; partitions without one are left
   * out.
   */
  SortedMap<String, String> leaders(String topic) {
    Map<String, TopicDescription> found =
        await(admin.describeTopics(List.of(topic)).allTopicNames());
    SortedMap<String, String> leaders = new TreeMap<>();
    TopicDescription description = found.get(topic);
    if (description != null) {
      for (TopicPartitionInfo partition : description.partitions()) {
        @Nullable Node leader = partition.leader();
        if (leader != null && !leader.isEmpty()) {
          leaders.put(topic + "-" + partition.partition(), address(leader));
        }
      }
    }
    return leaders;
  }

  /** Whether a broker is in sync wherever it is a replica of the topic. */
  boolean isInSync(String topic, String address) {
    TopicDescription description =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    return description != null
        && description.partitions().stream()
            .filter(partition -> holds(partition.replicas(), address))
            .allMatch(partition -> holds(partition.isr(), address));
  }

  private static boolean holds(List<Node> nodes, String address) {
    return nodes.stream().map(KafkaView::address).anyMatch(address::equals);
  }

  private static String address(Node node) {
    return node.host() + ":" + node.port();
  }

  /** The address of the quorum's leader; empty while there is none, or it is fenced. */
  Optional<String> controller() {
    int leader = await(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    return nodes().stream().filter(node -> node.id() == leader).map(KafkaView::address).findFirst();
  }

  private Collection<Node> nodes() {
    return await(admin.describeCluster().nodes());
  }

  /** The address of each group's coordinator; groups that are not there are left out. */
  SortedMap<String, String> groupCoordinators(List<String> groups) {
    SortedMap<String, String> coordinators = new TreeMap<>();
    for (String group : groups) {
      coordinator(group).ifPresent(node -> coordinators.put(group, address(node)));
    }
    return coordinators;
  }

  private Optional<Node> coordinator(String group) {
    try {
      return Optional.of(
          await(admin.describeConsumerGroups(Set.of(group)).describedGroups().get(group))
              .coordinator());
    } catch (LocalClusterException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    try {
      return Optional.of(
          await(admin.describeStreamsGroups(Set.of(group)).describedGroups().get(group))
              .coordinator());
    } catch (LocalClusterException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The address of the coordinator of each transactional id that begins so. */
  SortedMap<String, String> transactionCoordinators(String prefix) {
    List<String> ids =
        await(admin.listTransactions().all()).stream()
            .map(TransactionListing::transactionalId)
            .filter(id -> id.startsWith(prefix))
            .distinct()
            .toList();
    Map<Integer, String> addresses = new HashMap<>();
    nodes().forEach(node -> addresses.put(node.id(), address(node)));
    SortedMap<String, String> coordinators = new TreeMap<>();
    await(admin.describeTransactions(ids).all())
        .forEach(
            (id, description) -> {
              String address = addresses.get(description.coordinatorId());
              if (address != null) {
                coordinators.put(id, address);
              }
            });
    return coordinators;
  }

  /** The partitions that each member of a consumer or streams group has, by the member's client. */
  SortedMap<String, NavigableSet<String>> assignments(String group) {
    SortedMap<String, NavigableSet<String>> byClient = new TreeMap<>();
    try {
      ConsumerGroupDescription description =
          await(admin.describeConsumerGroups(Set.of(group)).describedGroups().get(group));
      for (MemberDescription member : description.members()) {
        NavigableSet<String> partitions =
            byClient.computeIfAbsent(member.clientId(), client -> new TreeSet<>());
        for (TopicPartition partition : member.assignment().topicPartitions()) {
          partitions.add(partition.toString());
        }
      }
    } catch (LocalClusterException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
      StreamsGroupDescription description =
          await(admin.describeStreamsGroups(Set.of(group)).describedGroups().get(group));
      description
          .members()
          .forEach(
              member ->
                  member
                      .assignment()
                      .activeTasks()
                      .forEach(
                          task ->
                              byClient
                                  .computeIfAbsent(member.clientId(), client -> new TreeSet<>())
                                  .add(task.subtopologyId() + "_" + task.partitions())));
    }
    return byClient;
  }

  private static <T> T await(@Nullable KafkaFuture<T> future) {
    if (future == null) {
      throw new LocalClusterException("Kafka was not asked");
    }
    try {
      return future.get(Surroundings.ANSWER_WITHIN.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new LocalClusterException("Kafka does not say: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new LocalClusterException("Kafka does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while Kafka was asked", e);
    }
  }

  @Override
  public void close() {
    admin.close(Surroundings.ANSWER_WITHIN);
  }
}
