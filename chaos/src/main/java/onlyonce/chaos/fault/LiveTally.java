package onlyonce.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import onlyonce.chaos.intent.IdTable;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Topic;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the clients' commands while they run, for progress and for aiming faults: which were seen
 * in the log and which have ended. It tails the log from where it stood at the start, in a thread
 * of its own; brokers may die meanwhile. It judges nothing.
 */
public final class LiveTally implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTally.class);
  private static final long SEEN = 1;
  private static final long ENDED = 2;
  private static final List<Topic> TOPICS =
      List.of(
          Topic.TRANSFERS,
          Topic.LEDGER_COMMANDS,
          Topic.LEDGER_OUTCOMES,
          Topic.TRANSFER_RESULTS,
          Topic.DEAD_LETTERS);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final IdTable states = new IdTable();
  private final FollowSagas sagas = new FollowSagas();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong commands = new AtomicLong();

  private LiveTally(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    this.thread = Thread.ofPlatform().name("live-tally").daemon().unstarted(this::tail);
  }

  /**
   * Starts to count whatever is appended from now on.
   *
   * @param clientProperties with {@code bootstrap.servers}
   * @throws KafkaException when the topics cannot be read
   */
  public static LiveTally start(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "latest");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", "5000");
    // Counting may be late; asking for every record at once would cost the brokers more than the
    // load.
    properties.put("fetch.min.bytes", "1048576");
    properties.put("fetch.max.wait.ms", "200");
    properties.put("reconnect.backoff.max.ms", "500");
    LiveTally tally =
        new LiveTally(
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    try {
      tally.seekToEnd();
    } catch (KafkaException e) {
      tally.consumer.close();
      throw e;
    }
    tally.thread.start();
    return tally;
  }

  private void seekToEnd() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : TOPICS) {
      for (PartitionInfo info : consumer.partitionsFor(topic.topicName())) {
        partitions.add(new TopicPartition(info.topic(), info.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // A seek is lazy: only asking for the position fixes where counting begins.
    partitions.forEach(consumer::position);
  }

  /** How many of the clients' commands are in the log and have not ended. */
  public long open() {
    return Math.max(0, seen.get() - ended.get());
  }

  /** How many distinct commands of clients were seen in the log. */
  public long seen() {
    return seen.get();
  }

  /** How many of them have ended. */
  public long ended() {
    return ended.get();
  }

  /** How many records of {@code ledger-commands} were seen, saga steps and repeats included. */
  public long ledgerCommands() {
    return commands.get();
  }

  /** How far the sagas have come that are open now. */
  public SagasUnderWay sagas() {
    return sagas;
  }

  private void tail() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> logged : consumer.poll(Duration.ofMillis(200))) {
          count(logged);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("closed");
    } catch (KafkaException e) {
      LOG.error("the tally of open commands stops: {}", e.getMessage(), e);
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> logged) {
    if (logged.topic().equals(Topic.TRANSFERS.topicName())) {
      // What a person asks of a saga stands there too, and is no command of a client.
      if (!SagaRequestCodec.isRequest(header(logged, Event.TYPE))) {
        id(header(logged, Event.ID)).ifPresent(id -> start(id, logged.partition()));
      }
    } else if (logged.topic().equals(Topic.LEDGER_COMMANDS.topicName())) {
      commands.incrementAndGet();
      if (isClients(header(logged, Event.TYPE))) {
        id(header(logged, Event.ID)).ifPresent(this::see);
      } else {
        step(logged);
      }
    } else if (logged.topic().equals(Topic.DEAD_LETTERS.topicName())) {
      id(header(logged, Event.ID)).ifPresent(this::endIfSeen);
    } else if (logged.key() != null) {
      // Outcomes of saga steps carry their transfer as key, but end nothing.
      Optional<UUID> owner = id(new String(logged.key(), UTF_8));
      boolean step =
          logged.topic().equals(Topic.LEDGER_OUTCOMES.topicName())
              && logged.value() != null
              && new String(logged.value(), UTF_8).contains("\"transfer_id\"");
      if (!step) {
        owner.ifPresent(this::end);
      }
    }
  }

  private static boolean isClients(String type) {
    return type.equals(CommandType.POST.eventType())
        || type.equals(CommandType.OPEN.eventType())
        || type.equals(CommandType.CLOSE.eventType());
  }

  private void start(UUID id, int partition) {
    see(id);
    if ((states.get(id) & ENDED) == 0) {
      sagas.started(id, partition);
    }
  }

  private void step(ConsumerRecord<byte[], byte[]> logged) {
    try {
      if (CommandCodec.decode(logged.headers(), logged.value()) instanceof Command.SagaStep step
          && (states.get(step.transferId()) & ENDED) == 0) {
        sagas.sent(step.transferId(), step.type());
      }
    } catch (UnreadableException e) {
      // Somebody else's garbage is no step of a saga.
    }
  }

  private void see(UUID id) {
    long state = states.get(id);
    if ((state & SEEN) == 0) {
      states.put(id, state | SEEN);
      seen.incrementAndGet();
      if ((state & ENDED) != 0) {
        ended.incrementAndGet();
      }
    }
  }

  private void end(UUID id) {
    sagas.ended(id);
    long state = states.get(id);
    if ((state & ENDED) == 0) {
      states.put(id, state | ENDED);
      if ((state & SEEN) != 0) {
        ended.incrementAndGet();
      }
    }
  }

  private void endIfSeen(UUID id) {
    if ((states.get(id) & SEEN) != 0) {
      end(id);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> logged, String name) {
    Header header = logged.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  private static Optional<UUID> id(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
