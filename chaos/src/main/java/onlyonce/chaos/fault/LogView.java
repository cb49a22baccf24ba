package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Pieces of the committed log, read anew each time. */
final class LogView implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;

  LogView(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", Long.toString(Surroundings.ANSWER_WITHIN.toMillis()));
    properties.put("reconnect.backoff.max.ms", "500");
    properties.put("fetch.max.wait.ms", "20");
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Where the topic's partitions end. */
  Map<TopicPartition, Long> ends(Topic topic) {
    List<TopicPartition> partitions = partitions(topic);
    try {
      return consumer.endOffsets(partitions);
    } catch (KafkaException e) {
      throw unreadable(topic, e);
    }
  }

  /** How many partitions the topic has. */
  int count(Topic topic) {
    return partitions(topic).size();
  }

  private List<TopicPartition> partitions(Topic topic) {
    try {
      return consumer.partitionsFor(topic.topicName()).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition()))
          .toList();
    } catch (KafkaException e) {
      throw unreadable(topic, e);
    }
  }

  /** The last records of each of a topic's partitions, so many at most. */
  List<ConsumerRecord<byte[], byte[]>> latest(Topic topic, int perPartition) {
    Map<TopicPartition, Long> begins = new HashMap<>();
    ends(topic).forEach((at, end) -> begins.put(at, Math.max(0, end - perPartition)));
    return from(topic, begins);
  }

  /** What a topic's partitions hold from these offsets to their ends as they are now. */
  List<ConsumerRecord<byte[], byte[]>> from(Topic topic, Map<TopicPartition, Long> begins) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    Map<TopicPartition, Long> ends = ends(topic);
    try {
      consumer.assign(begins.keySet());
      begins.forEach(consumer::seek);
      long silentSince = System.nanoTime();
      while (begins.keySet().stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        int before = found.size();
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
        if (found.size() > before) {
          silentSince = System.nanoTime();
        } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
          break; // Its end is an open transaction, or its leader is gone.
        }
      }
    } catch (KafkaException e) {
      throw unreadable(topic, e);
    }
    return found;
  }

  private static LocalClusterException unreadable(Topic topic, KafkaException e) {
    return new LocalClusterException(topic.topicName() + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
