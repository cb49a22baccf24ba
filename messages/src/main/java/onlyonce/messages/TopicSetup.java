package onlyonce.messages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the platform's topics and refuses to go on with ones of another shape.
 *
 * @param partitions of each topic but {@code dead-letters} (3) and {@code shard-map} (1); those of
 *     {@code ledger-commands} are the ledger partitions
 * @param replicationFactor 3, unless the cluster is smaller
 */
public record TopicSetup(int partitions, short replicationFactor) {

  /**
   * Creates what is missing and checks what is there. Topics keep their records for ever: the log
   * heals the ledgers, so it must reach back beyond the oldest backup.
   *
   * @return the names of the topics that were created
   * @throws IllegalStateException when a topic has another number of partitions, or Kafka refuses
   */
  public List<String> apply(Admin admin) {
    try {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        if (!existing.contains(topic.topicName())) {
          missing.add(
              new NewTopic(topic.topicName(), count(topic), replicationFactor)
                  .configs(settings(topic)));
        }
      }
      List<String> created = create(admin, missing);
      check(admin, created);
      return created;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refused to create the topics: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  /** What was created here: another process may be creating the same topics at the same time. */
  private static List<String> create(Admin admin, List<NewTopic> missing)
      throws ExecutionException, InterruptedException {
    List<String> created = new ArrayList<>();
    for (Map.Entry<String, KafkaFuture<Void>> topic :
        admin.createTopics(missing).values().entrySet()) {
      try {
        topic.getValue().get();
        created.add(topic.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    return created;
  }

  private void check(Admin admin, Collection<String> created)
      throws ExecutionException, InterruptedException {
    List<Topic> kept = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      if (!created.contains(topic.topicName())) {
        kept.add(topic);
      }
    }
    Map<String, TopicDescription> found =
        admin.describeTopics(kept.stream().map(Topic::topicName).toList()).allTopicNames().get();
    for (Topic topic : kept) {
      TopicDescription description = found.get(topic.topicName());
      int actual = description == null ? 0 : description.partitions().size();
      if (actual != count(topic)) {
        throw new IllegalStateException(
            "topic %s has %d partitions but %d were asked for; the count never changes during the log's life"
                .formatted(topic.topicName(), actual, count(topic)));
      }
    }
  }

  private int count(Topic topic) {
    return switch (topic) {
      case TRANSFERS, LEDGER_COMMANDS, LEDGER_OUTCOMES, TRANSFER_RESULTS -> partitions;
      case DEAD_LETTERS -> 3;
      case SHARD_MAP -> 1;
    };
  }

  private Map<String, String> settings(Topic topic) {
    Map<String, String> settings = new HashMap<>();
    settings.put("min.insync.replicas", Integer.toString(Math.max(1, replicationFactor - 1)));
    settings.put("unclean.leader.election.enable", "false");
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("retention.ms", "-1");
    settings.put("retention.bytes", "-1");
    settings.put("cleanup.policy", topic == Topic.SHARD_MAP ? "compact" : "delete");
    return settings;
  }
}
