package onlyonce.processor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single records of the log again: the bytes of refused ones are kept nowhere else. */
final class LogReader implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  LogReader(ProcessorSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", "1");
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topic = settings.topic();
  }

  /**
   * @throws IllegalStateException when the record is not there any more, or Kafka does not answer
   */
  ConsumerRecord<byte[], byte[]> read(int partition, long offset) {
    TopicPartition position = new TopicPartition(topic, partition);
    consumer.assign(Set.of(position));
    consumer.seek(position, offset);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(200))) {
        if (found.offset() != offset) {
          throw new IllegalStateException(
              "record %s-%d@%d is gone from the log; raise the topic's retention"
                  .formatted(topic, partition, offset));
        }
        return found;
      }
    }
    throw new IllegalStateException(
        "record %s-%d@%d was not read within %d s"
            .formatted(topic, partition, offset, DEADLINE.toSeconds()));
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
