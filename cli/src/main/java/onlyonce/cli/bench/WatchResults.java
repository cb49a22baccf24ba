package onlyonce.cli.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all results that are committed from now on, as any client would. */
final class WatchResults implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final CountDownLatch told = new CountDownLatch(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> running;
  private final SagaJourneys journeys;

  /** From when this returns on, no result is missed. */
  WatchResults(Map<String, Object> clientProperties, int partitions, SagaJourneys journeys) {
    this.journeys = journeys;
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.putAll(consumerProperties());
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartition(Topic.TRANSFER_RESULTS.topicName(), p))
            .toList();
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(all);
    consumer.endOffsets(all).forEach(consumer::seek);
    running = thread.submit(() -> watch(consumer));
  }

  /** The reader's settings; reports name them. */
  static Map<String, String> consumerProperties() {
    return Map.of(
        "isolation.level", "read_committed",
        "auto.offset.reset", "none",
        "enable.auto.commit", "false",
        "max.poll.records", "4000",
        "fetch.min.bytes", "65536",
        "fetch.max.wait.ms", "30");
  }

  private void watch(Consumer<byte[], byte[]> consumer) {
    try (consumer) {
      while (told.getCount() > 0) {
        for (ConsumerRecord<byte[], byte[]> result : consumer.poll(POLL)) {
          read(result, System.nanoTime());
        }
      }
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> result, long nanos) {
    try {
      journeys.ended(TransferResultCodec.decode(result.value()), result.timestamp(), nanos);
    } catch (UnreadableException e) {
      journeys.complain(
          "result %s-%d@%d cannot be read: %s"
              .formatted(result.topic(), result.partition(), result.offset(), e.getMessage()));
    }
  }

  @Override
  public void close() {
    told.countDown();
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("could not read the results", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }
}
