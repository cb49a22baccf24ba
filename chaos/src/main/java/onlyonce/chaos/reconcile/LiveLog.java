package onlyonce.chaos.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import onlyonce.chaos.history.LogRange;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The platform's topics as they stood when this was opened: committed records only. */
final class LiveLog implements AutoCloseable {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.TRANSFERS,
          Topic.LEDGER_COMMANDS,
          Topic.LEDGER_OUTCOMES,
          Topic.TRANSFER_RESULTS,
          Topic.DEAD_LETTERS);

  /** How long the brokers may give nothing before reading is given up. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Topic, Integer> partitions;
  private final Map<TopicPartition, LogRange> ranges = new HashMap<>();

  private LiveLog(KafkaConsumer<byte[], byte[]> consumer, Map<Topic, Integer> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  static LiveLog open(Map<String, Object> clientProperties) {
    Map<Topic, Integer> partitions = partitions(clientProperties);
    LiveLog log =
        new LiveLog(
            new KafkaConsumer<>(
                reading(clientProperties),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
            partitions);
    try {
      log.refresh();
      return log;
    } catch (ReconciliationException e) {
      log.close();
      throw e;
    }
  }

  private static Map<String, Object> reading(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", "5000");
    properties.put("max.partition.fetch.bytes", Integer.toString(8 << 20));
    // The next partition's fetch waits for that behind the last one's end.
    properties.put("fetch.max.wait.ms", "20");
    return properties;
  }

  private static Map<Topic, Integer> partitions(Map<String, Object> clientProperties) {
    try (Admin admin = Admin.create(clientProperties)) {
      Set<String> existing = admin.listTopics().names().get();
      List<String> ours = TOPICS.stream().map(Topic::topicName).filter(existing::contains).toList();
      Map<String, TopicDescription> found = admin.describeTopics(ours).allTopicNames().get();
      Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
      for (Topic topic : TOPICS) {
        TopicDescription description = found.get(topic.topicName());
        counts.put(topic, description == null ? 0 : description.partitions().size());
      }
      return counts;
    } catch (ExecutionException e) {
      throw new ReconciliationException(
          "the topics cannot be listed at %s; are its brokers up?"
              .formatted(clientProperties.get("bootstrap.servers")),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReconciliationException("interrupted while the topics were listed", e);
    }
  }

  /** Measures the ends, now. */
  void refresh() {
    try {
      measure();
    } catch (KafkaException e) {
      throw new ReconciliationException("the log's ends cannot be read; are the brokers up?", e);
    }
  }

  private void measure() {
    List<TopicPartition> all = new ArrayList<>();
    partitions.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            all.add(new TopicPartition(topic.topicName(), partition));
          }
        });
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    for (TopicPartition partition : all) {
      ranges.put(
          partition,
          new LogRange(begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)));
    }
  }

  int partitions(Topic topic) {
    return partitions.getOrDefault(topic, 0);
  }

  LogRange range(Topic topic, int partition) {
    return ranges.getOrDefault(new TopicPartition(topic.topicName(), partition), LogRange.NONE);
  }

  /** The ends of a topic's partitions, added up: it grows whenever something is appended. */
  long size(Topic topic) {
    long size = 0;
    for (int partition = 0; partition < partitions(topic); partition++) {
      size += range(topic, partition).end();
    }
    return size;
  }

  void read(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    LogRange range = range(topic, partition);
    if (range.end() <= range.begin()) {
      return;
    }
    TopicPartition only = new TopicPartition(topic.topicName(), partition);
    try {
      consumer.assign(Set.of(only));
      consumer.seek(only, range.begin());
      readTo(range.end(), only, reader);
    } catch (KafkaException e) {
      throw new ReconciliationException(only + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void readTo(
      long end, TopicPartition only, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    long position = consumer.position(only);
    long silentSince = System.nanoTime();
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> logged : consumer.poll(Duration.ofMillis(500))) {
        if (logged.offset() < end) {
          reader.accept(logged);
        }
      }
      long now = consumer.position(only);
      if (now > position) {
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
        throw new ReconciliationException(
            "%s gave nothing for %d s at offset %d of %d; is its leader up?"
                .formatted(only, SILENCE.toSeconds(), now, end),
            new IllegalStateException("no progress"));
      }
      position = now;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
