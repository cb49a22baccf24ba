package onlyonce.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import onlyonce.messages.Attempt;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Answers {@code Applied} to every step, at once, and every seventh time twice. */
final class FakeLedger implements AutoCloseable {
  private final Map<UUID, Integer> seen = new ConcurrentHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Void> done;

  private final Deafness deafness;

  /** Which commands are never answered. */
  @FunctionalInterface
  interface Deafness {
    boolean ignores(UUID commandId, int attempt);
  }

  private FakeLedger(String bootstrapServers, Deafness deafness) {
    this.deafness = deafness;
    this.done =
        CompletableFuture.runAsync(
            () -> run(bootstrapServers), Thread.ofPlatform().name("fake-ledger")::start);
  }

  static FakeLedger start(String bootstrapServers) {
    return deaf(bootstrapServers, (_, _) -> false);
  }

  /** One that does not answer everything. */
  static FakeLedger deaf(String bootstrapServers, Deafness deafness) {
    return new FakeLedger(bootstrapServers, deafness);
  }

  /** How often each command stood in the log, committed. */
  Map<UUID, Integer> seen() {
    return Map.copyOf(seen);
  }

  List<String> wrong() {
    synchronized (wrong) {
      return List.copyOf(wrong);
    }
  }

  private void run(String bootstrapServers) {
    Map<String, Object> reading =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    Map<String, Object> writing =
        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5", "acks", "all");
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, Sample.SIX.count())
              .mapToObj(p -> new TopicPartition(Topic.LEDGER_COMMANDS.topicName(), p))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!stopping.get()) {
        for (ConsumerRecord<byte[], byte[]> kafkaRecord : consumer.poll(Duration.ofMillis(100))) {
          answer(kafkaRecord, producer);
        }
      }
    }
  }

  private void answer(
      ConsumerRecord<byte[], byte[]> kafkaRecord, KafkaProducer<byte[], byte[]> producer) {
    try {
      Event event = Event.read(kafkaRecord.headers());
      Command command = CommandCodec.decode(event, kafkaRecord.value());
      seen.merge(event.id(), 1, Integer::sum);
      if (!(command instanceof Command.SagaStep step)
          || Sample.SIX.of(step.account()) != kafkaRecord.partition()) {
        complain("not a step of its partition: " + command);
        return;
      }
      if (deafness.ignores(event.id(), Attempt.read(kafkaRecord.headers()).orElse(0))) {
        return;
      }
      WireRecord reply = reply(event, step, kafkaRecord);
      publish(reply, producer);
      if (seen.size() % 7 == 0) {
        publish(reply, producer);
      }
    } catch (UnreadableException e) {
      complain(e.detail());
    }
  }

  private void publish(WireRecord reply, KafkaProducer<byte[], byte[]> producer) {
    var _ =
        producer.send(
            reply.toProducerRecord(),
            (_, failure) -> {
              if (failure != null) {
                complain("an answer was not sent: " + failure);
              }
            });
  }

  private static WireRecord reply(
      Event event, Command.SagaStep step, ConsumerRecord<byte[], byte[]> origin) {
    CommandOutcome outcome =
        new CommandOutcome(
            event.id(),
            step.type(),
            Optional.of(step.transferId()),
            Outcome.APPLIED,
            new Version(origin.partition(), origin.offset() + 1));
    String key = outcome.key().toString();
    return new WireRecord(
        Topic.LEDGER_OUTCOMES.topicName(),
        Partitioning.ofKey(key, Sample.SIX.count()),
        key,
        new Event(
            CommandIds.derived(event.id(), "outcome"),
            CommandOutcomeCodec.EVENT_TYPE,
            "fake-ledger",
            Instant.ofEpochMilli(origin.timestamp())),
        CommandOutcomeCodec.encode(outcome));
  }

  private void complain(String what) {
    synchronized (wrong) {
      wrong.add(what);
    }
  }

  @Override
  public void close() {
    stopping.set(true);
    done.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
