package onlyonce.cli.lab;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A client that waits for answers: sends commands and transfers, and hears what each came to. It
 * reads what is committed, from where the topics ended when it connected.
 */
public final class LedgerClient implements AutoCloseable {
  public static final CurrencyCode CURRENCY = CurrencyCode.of("EUR");

  private static final String SOURCE = "/onlyonce/lab";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(10);
  private static final List<Topic> HEARD =
      List.of(Topic.LEDGER_COMMANDS, Topic.LEDGER_OUTCOMES, Topic.TRANSFER_RESULTS);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Partitioning partitioning;
  private final int transferPartitions;
  private final Clock clock;
  private final CommandIds ids;
  private final Map<UUID, CompletableFuture<Answer>> asked = new ConcurrentHashMap<>();
  private final Set<UUID> credited = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /**
   * What a command or transfer came to.
   *
   * @param label such as {@code Completed} or {@code Applied}; a refusal's reason behind its end
   * @param versions of the ledger partitions that it touched
   * @param nanos when it was heard, as {@link System#nanoTime} counts
   */
  public record Answer(String label, List<Version> versions, long nanos) {
    public Answer {
      versions = List.copyOf(versions);
    }
  }

  private LedgerClient(
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer,
      Partitioning partitioning,
      Clock clock) {
    this.producer = producer;
    this.consumer = consumer;
    this.partitioning = partitioning;
    this.clock = clock;
    this.ids = new CommandIds(clock, new SecureRandom());
    this.transferPartitions = producer.partitionsFor(Topic.TRANSFERS.topicName()).size();
    this.thread = Thread.ofPlatform().name("lab-client").daemon().unstarted(this::listen);
  }

  /** Hears what is answered from now on. */
  public static LedgerClient connect(
      String bootstrapServers, Partitioning partitioning, Clock clock) {
    Map<String, Object> common = Map.of("bootstrap.servers", bootstrapServers);
    Map<String, Object> sending = new HashMap<>(common);
    sending.put("acks", "all");
    Map<String, Object> hearing = new HashMap<>(common);
    hearing.put("isolation.level", "read_committed");
    hearing.put("enable.auto.commit", "false");
    hearing.put("auto.offset.reset", "latest");
    LedgerClient client =
        new LedgerClient(
            new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer()),
            new KafkaConsumer<>(hearing, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            partitioning,
            clock);
    client.seekToEnd();
    client.thread.start();
    return client;
  }

  private void seekToEnd() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : HEARD) {
      for (PartitionInfo info : consumer.partitionsFor(topic.topicName())) {
        partitions.add(new TopicPartition(info.topic(), info.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // A seek is lazy: only asking for the position fixes where listening begins.
    partitions.forEach(consumer::position);
  }

  /** An id for a command or transfer. */
  public UUID nextId() {
    return ids.next();
  }

  /** Opens an account with so much on it. */
  public CompletableFuture<Answer> open(AccountId account, long openingMinor) {
    return send(account, new Command.Open(account, CURRENCY, openingMinor, false));
  }

  /** A payment between two accounts of one ledger partition. */
  public CompletableFuture<Answer> post(AccountId from, AccountId to, long minor) {
    return send(from, new Command.Post(from, to, new Amount(minor), CURRENCY));
  }

  private CompletableFuture<Answer> send(AccountId account, Command command) {
    UUID id = nextId();
    return send(
        id,
        new WireRecord(
            Topic.LEDGER_COMMANDS.topicName(),
            partitioning.of(account),
            account.value(),
            new Event(id, command.type().eventType(), SOURCE, clock.instant()),
            CommandCodec.encode(command)));
  }

  /** A transfer between two ledger partitions. */
  public CompletableFuture<Answer> transfer(Transfer transfer) {
    String key = transfer.id().toString();
    return send(
        transfer.id(),
        new WireRecord(
            Topic.TRANSFERS.topicName(),
            Partitioning.ofKey(key, transferPartitions),
            key,
            new Event(transfer.id(), TransferCodec.EVENT_TYPE, SOURCE, clock.instant()),
            TransferCodec.encode(transfer)));
  }

  private CompletableFuture<Answer> send(UUID id, WireRecord wireRecord) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    asked.put(id, answer);
    var _ =
        producer.send(
            wireRecord.toProducerRecord(),
            (_, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              }
            });
    return answer;
  }

  /** Whether a {@code Credit} for the transfer is in the log, and no transaction is open on it. */
  public boolean hasCredit(UUID transferId) {
    return credited.contains(CommandIds.ofStep(transferId, CommandType.CREDIT));
  }

  private void listen() {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> heard : consumer.poll(POLL)) {
          hear(heard);
        }
      }
    } catch (WakeupException e) {
      failAll("the client was closed", e);
    } catch (UnreadableException | RuntimeException e) {
      failAll("the client hears nothing any more", e);
    } finally {
      consumer.close();
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> heard) throws UnreadableException {
    if (heard.topic().equals(Topic.LEDGER_COMMANDS.topicName())) {
      Event event = Event.read(heard.headers());
      if (event.type().equals(CommandType.CREDIT.eventType())) {
        credited.add(event.id());
      }
    } else if (heard.topic().equals(Topic.LEDGER_OUTCOMES.topicName())) {
      CommandOutcome outcome = CommandOutcomeCodec.decode(heard.value());
      answer(outcome.commandId(), outcome.outcome().label(), List.of(outcome.version()));
    } else {
      TransferResult result = TransferResultCodec.decode(heard.value());
      String reason = result.reason().map(why -> ", " + why.label()).orElse("");
      answer(result.transferId(), result.end().label() + reason, result.versions());
    }
  }

  private void answer(UUID id, String label, List<Version> versions) {
    CompletableFuture<Answer> waiting = asked.remove(id);
    if (waiting != null) {
      waiting.complete(new Answer(label, versions, System.nanoTime()));
    }
  }

  private void failAll(String why, Exception cause) {
    asked
        .values()
        .forEach(waiting -> waiting.completeExceptionally(new IllegalStateException(why, cause)));
  }

  @Override
  public void close() {
    consumer.wakeup();
    producer.close(Duration.ZERO);
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
