package onlyonce.processor;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlyonce.messages.Semantics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka is told of our offsets, by semantics. Exactly-once tells the databases' offsets now
 * and then, for tools that show lag; nothing depends on it. At-least-once tells what is applied and
 * published, once a second and before partitions are let go. At-most-once tells each batch's end
 * before it is applied.
 */
final class CommitOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(CommitOffsets.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Semantics semantics;
  private final Map<TopicPartition, OffsetAndMetadata> told = new HashMap<>();
  private long toldAtNanos = System.nanoTime();

  CommitOffsets(Consumer<byte[], byte[]> consumer, ProcessorSettings settings) {
    this.consumer = consumer;
    this.topic = settings.topic();
    this.semantics = settings.semantics();
  }

  /** Tells what moved since the last time, unless that was just now. */
  void nowAndThen(Collection<? extends ShardTasks<?>> shards) {
    if (semantics == Semantics.AT_MOST_ONCE
        || System.nanoTime() - toldAtNanos < INTERVAL.toNanos()) {
      return;
    }
    toldAtNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (ShardTasks<?> shard : shards) {
      for (int number : shard.assigned()) {
        shard.lease(number).ifPresent(lease -> add(moved, number, offset(lease)));
      }
    }
    if (!moved.isEmpty()) {
      consumer.commitAsync(
          moved,
          (offsets, error) -> {
            if (error != null) {
              moved.keySet().forEach(told::remove);
              LOG.debug("offsets are told late", error);
            }
          });
    }
  }

  private long offset(Lease lease) {
    return semantics == Semantics.AT_LEAST_ONCE
        ? lease.published().value()
        : lease.progress().nextOffset();
  }

  /**
   * A batch is about to be applied.
   *
   * @throws KafkaException when it must not be: its offsets are perhaps not committed
   */
  void beforeApply(List<? extends Owned<?>> batch) {
    if (semantics == Semantics.AT_MOST_ONCE) {
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      for (Owned<?> owned : batch) {
        ends.put(
            new TopicPartition(topic, owned.partition()),
            new OffsetAndMetadata(owned.reading().to().nextOffset()));
      }
      consumer.commitSync(ends, PATIENCE);
    }
  }

  /** These leases end in order: a successor needn't do again what they did. */
  void beforeLettingGo(Collection<Lease> leases) {
    if (semantics != Semantics.AT_LEAST_ONCE || leases.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    for (Lease lease : leases) {
      done.put(new TopicPartition(topic, lease.partition()), new OffsetAndMetadata(offset(lease)));
    }
    try {
      consumer.commitSync(done, PATIENCE);
    } catch (KafkaException e) {
      LOG.warn("what was applied last will be applied again: {} was not committed", done, e);
    }
  }

  private void add(Map<TopicPartition, OffsetAndMetadata> moved, int number, long nextOffset) {
    TopicPartition partition = new TopicPartition(topic, number);
    OffsetAndMetadata offset = new OffsetAndMetadata(nextOffset);
    if (!offset.equals(told.put(partition, offset))) {
      moved.put(partition, offset);
    }
  }

  /** Others tell it now. */
  void forget(TopicPartition partition) {
    told.remove(partition);
  }
}
