package onlyonce.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Topic;
import onlyonce.messages.WireRecord;
import onlyonce.saga.Ended;
import onlyonce.saga.SagaChangelog;
import onlyonce.saga.SagaState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Asks the orchestrators something about one saga, by a record on {@code transfers}, and watches
 * the saga for what becomes of it. They decide: what was true when a person looked may not be any
 * more.
 */
final class AskSaga {
  private static final String SOURCE = "onlyonce/saga";

  private AskSaga() {}

  /**
   * Asks, and waits until the saga is as wished, or has ended otherwise. Any other movement may
   * have been under way before the request was read.
   *
   * @return what the saga became last; nothing when it did not move in time
   */
  static Optional<SagaState.Remembered> andWait(
      Map<String, Object> clientProperties,
      SagaRequest request,
      Predicate<SagaState.Remembered> wish,
      Duration patience) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "latest");
    TopicPartition changelog;
    int transferPartitions;
    try (ReadLog log = ReadLog.open(clientProperties)) {
      changelog = SagaStates.partition(log, request.transferId());
      transferPartitions = log.partitions(Topic.TRANSFERS.topicName()).size();
    }
    try (KafkaConsumer<byte[], byte[]> watching =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      watching.assign(List.of(changelog));
      watching.seekToEnd(List.of(changelog));
      // A seek is lazy: only asking for the position fixes where watching begins.
      watching.position(changelog);
      send(clientProperties, request, transferPartitions);
      return watch(watching, request, wish, patience);
    }
  }

  private static void send(
      Map<String, Object> clientProperties, SagaRequest request, int partitions) {
    Clock clock = Clock.systemUTC();
    String key = request.transferId().toString();
    WireRecord asked =
        new WireRecord(
            Topic.TRANSFERS.topicName(),
            Partitioning.ofKey(key, partitions),
            key,
            new Event(
                new CommandIds(clock, new SecureRandom()).next(),
                request.eventType(),
                SOURCE,
                clock.instant()),
            SagaRequestCodec.encode(request));
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(asked.toProducerRecord()).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the request about %s was not acknowledged".formatted(key), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking about " + key, e);
    }
  }

  private static Optional<SagaState.Remembered> watch(
      KafkaConsumer<byte[], byte[]> watching,
      SagaRequest request,
      Predicate<SagaState.Remembered> wish,
      Duration patience) {
    Optional<SagaState.Remembered> last = Optional.empty();
    long start = System.nanoTime();
    while (System.nanoTime() - start < patience.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> logged : watching.poll(Duration.ofMillis(100))) {
        if (SagaChangelog.transferId(logged.key()).equals(request.transferId())) {
          Optional<SagaState.Remembered> now = SagaChangelog.read(logged.key(), logged.value());
          if (now.isPresent()) {
            last = now;
            if (wish.test(now.get()) || now.get() instanceof Ended) {
              return now;
            }
          }
        }
      }
    }
    return last;
  }
}
