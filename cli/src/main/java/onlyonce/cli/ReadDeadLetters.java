package onlyonce.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads {@code dead-letters} from its beginning to the end that it has now. */
final class ReadDeadLetters {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ReadDeadLetters() {}

  /** Takes what one poll brought, so that nobody keeps all of them. */
  @FunctionalInterface
  interface Visitor {
    void visit(List<FoundDeadLetter> found);
  }

  /**
   * Reads committed records only: an aborted transaction put nothing aside.
   *
   * @throws UsageException when there is no such topic
   * @throws IllegalStateException when nothing comes for 30 s
   */
  static void each(Map<String, Object> clientProperties, Visitor visitor) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      readTo(consumer.endOffsets(partitions), consumer, visitor);
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    String topic = Topic.DEAD_LETTERS.topicName();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UsageException(
          "there is no topic " + topic + ": run `onlyonce ledger migrate` against this cluster");
    }
    return partitions;
  }

  private static void readTo(
      Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer, Visitor visitor) {
    long saidAtNanos = System.nanoTime();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      List<FoundDeadLetter> found = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> kept : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(kept.topic(), kept.partition()));
        if (end != null && kept.offset() < end) {
          found.add(FoundDeadLetter.of(kept));
        }
      }
      if (!found.isEmpty()) {
        saidAtNanos = System.nanoTime();
        visitor.visit(found);
      } else if (System.nanoTime() - saidAtNanos > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "topic dead-letters was not read to its end: nothing came for "
                + PATIENCE.toSeconds()
                + " s");
      }
    }
  }
}
