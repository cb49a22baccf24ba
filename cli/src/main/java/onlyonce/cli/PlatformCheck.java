package onlyonce.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMapTopic;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.admin.Admin;

/**
 * What every role checks at its start: the partition function and count are those of the log's
 * whole life. A moved route would apply one intent twice.
 */
final class PlatformCheck {
  private PlatformCheck() {}

  /**
   * Reads the shard map and compares it with the topic.
   *
   * @throws UsageException when nothing was migrated yet, or counts differ
   */
  static ShardMap shardMap(Map<String, Object> clientProperties) {
    ShardMap map =
        ShardMapTopic.read(clientProperties)
            .orElseThrow(
                () ->
                    new UsageException(
                        "the shard map is empty: run `onlyonce ledger migrate` against this cluster"
                            + " first"));
    try (Admin admin = Admin.create(clientProperties)) {
      String topic = Topic.LEDGER_COMMANDS.topicName();
      int partitions =
          admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
              .mapToInt(description -> description.partitions().size())
              .sum();
      if (partitions != map.partitioning().count()) {
        throw new UsageException(
            "topic %s has %d partitions but the shard map counts %d ledger partitions; neither may ever change, since a moved route would apply one intent twice"
                .formatted(topic, partitions, map.partitioning().count()));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot describe the topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while describing the topics", e);
    }
    return map;
  }

  /**
   * @throws UsageException when a log's partition function or count would change
   */
  static void samePartitioning(Partitioning published, Partitioning wanted) {
    if (!published.equals(wanted)) {
      throw new UsageException(
          ("the log's accounts map to ledger partitions by %s, not by %s; neither may ever change,"
                  + " since a moved route would apply one intent twice")
              .formatted(published.describe(), wanted.describe()));
    }
  }
}
