package onlyonce.saga;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics as they are.
 *
 * @param sagaPartitions of {@code transfers} and {@code ledger-outcomes}
 * @param ledgerPartitions of {@code ledger-commands}
 */
record LogShape(int sagaPartitions, int ledgerPartitions) {

  /**
   * Asks the cluster.
   *
   * @throws IllegalStateException when a topic is missing, when starts and answers are not
   *     partitioned alike, or when the cluster does not answer
   */
  static LogShape read(Properties clientProperties) {
    List<String> names =
        List.of(
            Topic.TRANSFERS.topicName(),
            Topic.LEDGER_OUTCOMES.topicName(),
            Topic.LEDGER_COMMANDS.topicName(),
            Topic.TRANSFER_RESULTS.topicName(),
            Topic.DEAD_LETTERS.topicName());
    try (Admin admin = Admin.create(clientProperties)) {
      Map<String, TopicDescription> topics = admin.describeTopics(names).allTopicNames().get();
      int transfers = count(topics, Topic.TRANSFERS);
      int outcomes = count(topics, Topic.LEDGER_OUTCOMES);
      if (transfers != outcomes) {
        throw new IllegalStateException(
            "transfers has %d partitions and ledger-outcomes %d; a saga needs both alike, create them anew"
                .formatted(transfers, outcomes));
      }
      return new LogShape(transfers, count(topics, Topic.LEDGER_COMMANDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "one of the topics " + names + " is missing; create the platform's topics first", e);
      }
      throw new IllegalStateException("Kafka did not describe the topics: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while describing the topics", e);
    }
  }

  /**
   * @throws IllegalStateException when commands would go to other ledger partitions than the
   *     accounts'
   */
  void check(Partitioning partitioning) {
    if (ledgerPartitions != partitioning.count()) {
      throw new IllegalStateException(
          "ledger-commands has %d partitions but the partition function counts %d; they never change during the log's life"
              .formatted(ledgerPartitions, partitioning.count()));
    }
  }

  private static int count(Map<String, TopicDescription> topics, Topic topic) {
    TopicDescription description = topics.get(topic.topicName());
    if (description == null) {
      throw new IllegalStateException("Kafka did not describe " + topic.topicName());
    }
    return description.partitions().size();
  }
}
