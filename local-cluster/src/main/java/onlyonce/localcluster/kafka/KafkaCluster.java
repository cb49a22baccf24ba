package onlyonce.localcluster.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/** What the brokers say of themselves, asked over the wire. */
public record KafkaCluster(String bootstrapServers) {
  private static final Duration ONE_CALL = Duration.ofSeconds(5);
  private static final List<String> INTERNAL = List.of("__consumer_offsets", "__transaction_state");

  /** The cluster lists the broker among those that are unfenced: it takes clients. */
  public boolean lists(int brokerId) {
    try (Admin admin = admin()) {
      return answer(admin.describeCluster().nodes()).stream()
          .anyMatch(node -> node.id() == brokerId);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /**
   * Has the internal topics made, and waits until every partition of theirs is in sync: the first
   * group and the first transaction find them, and a broker that is killed right after the start
   * can't keep them from being made.
   */
  public void awaitInternalTopics(int replicas, Deadline deadline) {
    try (Admin admin = admin()) {
      if (!deadline.await(() -> internalTopicsReady(admin, replicas))) {
        throw new LocalClusterException(
            "the internal topics "
                + INTERNAL
                + " are not in sync on all brokers in time; see the brokers' logs");
      }
    }
  }

  private static boolean internalTopicsReady(Admin admin, int replicas) {
    try {
      // Looking a coordinator up is what has its topic made.
      var offsets = admin.listConsumerGroupOffsets("onlyonce-readiness");
      var transactions = admin.describeTransactions(List.of("onlyonce-readiness"));
      settle(offsets.partitionsToOffsetAndMetadata());
      settle(transactions.description("onlyonce-readiness"));
      Map<String, TopicDescription> topics = answer(admin.describeTopics(INTERNAL).allTopicNames());
      return topics.values().stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(p -> p.leader() != null && p.isr().size() >= replicas);
    } catch (ExecutionException | TimeoutException e) {
      return false; // a topic that is not there yet
    }
  }

  /** Waits for the end of a call whose answer doesn't matter. */
  private static void settle(KafkaFuture<?> future) throws TimeoutException {
    try {
      answer(future);
    } catch (ExecutionException e) {
      // an unknown group or transactional id is an answer too
    }
  }

  private static <T> T answer(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while asking the brokers", e);
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000",
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "200",
            AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, "none"));
  }
}
