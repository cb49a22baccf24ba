package onlyonce.cli.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How ceiling and baselines read: large fetches, the next ones while the last are worked on. */
final class BaselineConsumer {
  private BaselineConsumer() {}

  /** The settings; reports name them. */
  static Map<String, String> properties(int batch) {
    return Map.of(
        "enable.auto.commit",
        "false",
        "auto.offset.reset",
        "earliest",
        "isolation.level",
        "read_committed",
        "allow.auto.create.topics",
        "false",
        "max.poll.records",
        Integer.toString(batch),
        "fetch.max.bytes",
        Integer.toString(64 << 20),
        "max.partition.fetch.bytes",
        Integer.toString(4 << 20),
        "receive.buffer.bytes",
        Integer.toString(1 << 20));
  }

  /** A consumer of these partitions from where the group's offsets say. */
  static KafkaConsumer<byte[], byte[]> of(SubjectSettings settings, List<Integer> partitions) {
    Map<String, Object> all = new HashMap<>(settings.clientProperties());
    all.putAll(properties(settings.batch()));
    all.put("group.id", settings.group());
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        partitions.stream().map(number -> new TopicPartition(settings.topic(), number)).toList());
    return consumer;
  }
}
