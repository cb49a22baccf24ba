package onlyonce.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the brokers hold. */
final class LogReader {
  private LogReader() {}

  /** All records of the topics, to the end that they have now. */
  static List<Logged> read(String bootstrapServers, String... topics) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
    List<Logged> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        consumer
            .partitionsFor(topic)
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the topics were not read to their end in 60 s");
        }
        consumer.poll(Duration.ofMillis(200)).forEach(r -> found.add(Logged.of(r)));
      }
    }
    return found;
  }

  /** A record, all of it as text. */
  record Logged(
      String topic, int partition, long offset, String key, String headers, String value) {

    static Logged of(ConsumerRecord<byte[], byte[]> found) {
      StringBuilder headers = new StringBuilder();
      for (Header header : found.headers()) {
        headers.append(header.key()).append('=').append(new String(header.value(), UTF_8));
        headers.append('\n');
      }
      return new Logged(
          found.topic(),
          found.partition(),
          found.offset(),
          new String(found.key(), UTF_8),
          headers.toString(),
          new String(found.value(), UTF_8));
    }

    String id() {
      return headers
          .lines()
          .filter(line -> line.startsWith("ce_id="))
          .map(line -> line.substring("ce_id=".length()))
          .findFirst()
          .orElseThrow();
    }

    /** The record without its place in the log. */
    Logged content() {
      return new Logged(topic, partition, 0, key, headers, value);
    }
  }
}
