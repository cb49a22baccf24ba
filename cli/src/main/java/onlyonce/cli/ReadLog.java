package onlyonce.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import onlyonce.chaos.trace.Archive.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads parts of the log, committed records only, to the ends that they have when it begins. */
final class ReadLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;

  private ReadLog(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static ReadLog open(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", "5000");
    return new ReadLog(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /** The partitions of a topic; none when there is no such topic. */
  List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /**
   * Reads partitions over a span of time.
   *
   * @throws IllegalStateException when nothing comes for 30 s
   */
  void each(
      List<TopicPartition> partitions, Span span, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    if (span.toMillis() < Long.MAX_VALUE) {
      at(partitions, span.toMillis() + 1)
          .forEach((partition, offset) -> ends.merge(partition, offset, Math::min));
    }
    Map<TopicPartition, Long> starts =
        span.fromMillis() > 0 ? at(partitions, span.fromMillis()) : begins;
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      consumer.seek(partition, Math.min(starts.getOrDefault(partition, end), end));
    }
    readTo(partitions, ends, reader);
  }

  /** The first offsets whose records are not older; partitions without any are left out. */
  private Map<TopicPartition, Long> at(List<TopicPartition> partitions, long timeMillis) {
    Map<TopicPartition, Long> asked =
        partitions.stream().collect(Collectors.toMap(same -> same, _ -> timeMillis));
    Map<TopicPartition, Long> found = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
        consumer.offsetsForTimes(asked).entrySet()) {
      OffsetAndTimestamp at = entry.getValue();
      if (at != null) {
        found.put(entry.getKey(), at.offset());
      }
    }
    return found;
  }

  private void readTo(
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    List<TopicPartition> unread = new ArrayList<>(partitions);
    unread.removeIf(partition -> consumer.position(partition) >= end(ends, partition));
    consumer.assign(unread);
    long saidAtNanos = System.nanoTime();
    while (!unread.isEmpty()) {
      boolean silent = true;
      for (ConsumerRecord<byte[], byte[]> logged : consumer.poll(POLL)) {
        silent = false;
        if (logged.offset() < end(ends, new TopicPartition(logged.topic(), logged.partition()))) {
          reader.accept(logged);
        }
      }
      if (unread.removeIf(partition -> consumer.position(partition) >= end(ends, partition))) {
        consumer.assign(unread);
      } else if (silent && System.nanoTime() - saidAtNanos > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "%s was not read to its end: nothing came for %d s"
                .formatted(unread.getFirst(), PATIENCE.toSeconds()));
      }
      saidAtNanos = silent ? saidAtNanos : System.nanoTime();
    }
  }

  private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
