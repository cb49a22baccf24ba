package onlyonce.processor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records of the log again: the bytes of refused ones are kept nowhere else. Asked in
 * rising order, it fetches neighbours once.
 */
final class LogReader implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Map<String, Object> properties;
  private final String topic;
  private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();

  private @Nullable KafkaConsumer<byte[], byte[]> opened;

  /** Connects at the first read: most logs are never read again. */
  LogReader(ProcessorSettings settings) {
    this.properties = new HashMap<>(settings.clientProperties());
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", "false");
    this.topic = settings.topic();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> consumer = opened;
    if (consumer == null) {
      consumer =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      opened = consumer;
    }
    return consumer;
  }

  /**
   * The record at a place of the log.
   *
   * @throws IllegalStateException when the record is not there any more, or Kafka does not answer
   * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when the log ends before it
   *     or begins behind it
   */
  ConsumerRecord<byte[], byte[]> read(int partition, long offset) {
    while (!ahead.isEmpty() && !isAt(ahead.getFirst(), partition, offset)) {
      ahead.removeFirst();
    }
    if (ahead.isEmpty()) {
      fetch(new TopicPartition(topic, partition), offset);
    }
    ConsumerRecord<byte[], byte[]> found = ahead.removeFirst();
    if (found.offset() != offset) {
      throw new IllegalStateException(
          "record %s-%d@%d is gone from the log; raise the topic's retention"
              .formatted(topic, partition, offset));
    }
    return found;
  }

  private static boolean isAt(
      ConsumerRecord<byte[], byte[]> candidate, int partition, long offset) {
    return candidate.partition() == partition && candidate.offset() == offset;
  }

  private void fetch(TopicPartition position, long offset) {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    consumer.assign(Set.of(position));
    consumer.seek(position, offset);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (ahead.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "record %s@%d was not read within %d s"
                .formatted(position, offset, DEADLINE.toSeconds()));
      }
      consumer.poll(Duration.ofMillis(200)).forEach(ahead::addLast);
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
