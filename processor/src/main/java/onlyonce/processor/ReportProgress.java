package onlyonce.processor;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the databases' offsets to Kafka now and then, for tools that show lag. Nothing depends on
 * it.
 */
final class ReportProgress {
  private static final Logger LOG = LoggerFactory.getLogger(ReportProgress.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Map<TopicPartition, OffsetAndMetadata> reported = new HashMap<>();
  private long reportedAtNanos = System.nanoTime();

  ReportProgress(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Reports what moved since the last time, unless that was just now. */
  void run(Collection<? extends ShardTasks<?>> shards) {
    if (System.nanoTime() - reportedAtNanos < INTERVAL.toNanos()) {
      return;
    }
    reportedAtNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (ShardTasks<?> shard : shards) {
      for (int number : shard.assigned()) {
        shard.nextOffset(number).ifPresent(next -> add(moved, number, next));
      }
    }
    if (!moved.isEmpty()) {
      consumer.commitAsync(
          moved,
          (offsets, error) -> {
            if (error != null) {
              LOG.debug("lag is reported late", error);
            }
          });
    }
  }

  private void add(Map<TopicPartition, OffsetAndMetadata> moved, int number, long nextOffset) {
    TopicPartition partition = new TopicPartition(topic, number);
    OffsetAndMetadata offset = new OffsetAndMetadata(nextOffset);
    if (!offset.equals(reported.put(partition, offset))) {
      moved.put(partition, offset);
    }
  }

  /** Others report it now. */
  void forget(TopicPartition partition) {
    reported.remove(partition);
  }
}
