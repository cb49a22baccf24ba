package onlyonce.messages;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The {@link ShardMap} on its compacted topic: one record a ledger partition, one for the function,
 * one for the number of the latest {@link MapTerm}.
 */
public final class ShardMapTopic {
  static final TopicPartition ONLY = new TopicPartition(Topic.SHARD_MAP.topicName(), 0);
  private static final Duration READ_DEADLINE = Duration.ofSeconds(30);

  private ShardMapTopic() {}

  /**
   * Reads the map to the topic's end, committed records only.
   *
   * @param clientProperties with {@code bootstrap.servers} and whatever security needs
   * @return empty when nothing was ever published
   * @throws IllegalStateException when the topic holds something else or does not answer in time
   */
  public static Optional<ShardMap> read(Map<String, Object> clientProperties) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumerAtBeginning(clientProperties)) {
      ShardMapRecords records = new ShardMapRecords();
      readToEnd(consumer, records);
      return records.map();
    }
  }

  /** A consumer of committed records that stands at the topic's beginning. */
  static KafkaConsumer<byte[], byte[]> consumerAtBeginning(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(Set.of(ONLY));
    consumer.seekToBeginning(Set.of(ONLY));
    return consumer;
  }

  /** Folds what there is from the consumer's position to the topic's end of now. */
  static void readToEnd(Consumer<byte[], byte[]> consumer, ShardMapRecords into) {
    Long end = consumer.endOffsets(Set.of(ONLY)).get(ONLY);
    long deadline = System.nanoTime() + READ_DEADLINE.toNanos();
    while (end != null && consumer.position(ONLY) < end) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "topic shard-map was not read to its end within " + READ_DEADLINE.toSeconds() + " s");
      }
      consumer.poll(Duration.ofMillis(200)).forEach(into::add);
    }
  }

  /**
   * Publishes a whole map and waits until it is acknowledged.
   *
   * @throws IllegalStateException when a record was not acknowledged
   */
  public static void publish(
      Map<String, Object> clientProperties, ShardMap map, Clock clock, String source) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      CommandIds ids = new CommandIds(clock, new SecureRandom());
      for (Map.Entry<Integer, ShardMap.Place> entry : map.places().entrySet()) {
        byte[] value = ShardMapRecords.write(entry.getValue());
        send(producer, entry.getKey().toString(), value, ids.next(), clock, source);
      }
      byte[] value = new ShardMapRules(map.partitioning(), map.placement()).write();
      send(producer, ShardMapRecords.PARTITIONING_KEY, value, ids.next(), clock, source);
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer,
      String key,
      byte[] value,
      UUID id,
      Clock clock,
      String source) {
    try {
      producer.send(wireRecord(key, value, id, clock, source).toProducerRecord()).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the shard map's record " + key + " was not acknowledged: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while publishing the shard map", e);
    }
  }

  static WireRecord wireRecord(String key, byte[] value, UUID id, Clock clock, String source) {
    Event event = new Event(id, "onlyonce.ShardMap", source, clock.instant());
    return new WireRecord(ONLY.topic(), 0, key, event, value);
  }
}
