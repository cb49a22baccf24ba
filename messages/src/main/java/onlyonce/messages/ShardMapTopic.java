package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ShardMap} on its compacted topic: one record a ledger partition, one for the function.
 */
public final class ShardMapTopic {
  private static final String PARTITIONING_KEY = "partitioning";
  private static final TopicPartition ONLY = new TopicPartition(Topic.SHARD_MAP.topicName(), 0);
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
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return decode(latestByKey(consumer));
    }
  }

  private static Map<String, byte[]> latestByKey(Consumer<byte[], byte[]> consumer) {
    consumer.assign(Set.of(ONLY));
    consumer.seekToBeginning(Set.of(ONLY));
    Long end = consumer.endOffsets(Set.of(ONLY)).get(ONLY);
    Map<String, byte[]> latest = new TreeMap<>();
    long deadline = System.nanoTime() + READ_DEADLINE.toNanos();
    while (end != null && consumer.position(ONLY) < end) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "topic shard-map was not read to its end within " + READ_DEADLINE.toSeconds() + " s");
      }
      for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
        if (r.value() == null) {
          latest.remove(new String(r.key(), UTF_8));
        } else {
          latest.put(new String(r.key(), UTF_8), r.value());
        }
      }
    }
    return latest;
  }

  private static Optional<ShardMap> decode(Map<String, byte[]> latest) {
    byte @Nullable [] function = latest.remove(PARTITIONING_KEY);
    if (function == null) {
      return Optional.empty();
    }
    try {
      ShardMapRules rules = ShardMapRules.read(function);
      SortedMap<Integer, ShardMap.Place> places = new TreeMap<>();
      for (Map.Entry<String, byte[]> entry : latest.entrySet()) {
        JsonObject place =
            JsonObject.read(entry.getValue()).only(Set.of("shard", "jdbc_url", "epoch"));
        places.put(
            Integer.parseInt(entry.getKey()),
            new ShardMap.Place(
                place.string("shard"), place.string("jdbc_url"), place.integer("epoch")));
      }
      return Optional.of(new ShardMap(rules.partitioning(), rules.placement(), places));
    } catch (UnreadableException | IllegalArgumentException e) {
      throw new IllegalStateException("topic shard-map cannot be read: " + e.getMessage(), e);
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
        ShardMap.Place place = entry.getValue();
        byte[] value =
            JsonObject.write(
                json -> {
                  json.writeStringProperty("shard", place.shard());
                  json.writeStringProperty("jdbc_url", place.jdbcUrl());
                  json.writeNumberProperty("epoch", place.epoch());
                });
        send(producer, entry.getKey().toString(), value, ids.next(), clock, source);
      }
      byte[] value = new ShardMapRules(map.partitioning(), map.placement()).write();
      send(producer, PARTITIONING_KEY, value, ids.next(), clock, source);
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer,
      String key,
      byte[] value,
      UUID id,
      Clock clock,
      String source) {
    Event event = new Event(id, "onlyonce.ShardMap", source, clock.instant());
    WireRecord wireRecord = new WireRecord(ONLY.topic(), 0, key, event, value);
    try {
      producer.send(wireRecord.toProducerRecord()).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the shard map's record " + key + " was not acknowledged: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while publishing the shard map", e);
    }
  }
}
