package onlyonce.messages;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The right to change the shard map: one term at a time, each with a number of its own. A failover
 * or a move claims one, acts under it, and closes it.
 *
 * <p>Claiming fences whoever acted before, by the one transactional id of the platform, and only
 * then reads the map to its end and publishes the next number. So nobody acts on a map that a
 * predecessor still changes, and no number is given twice. The fence holds for Kafka alone. A
 * database is fenced by the number: each action there enters it first, in its own transaction, and
 * a server that has seen a higher one refuses. So one that was paused and wakes changes nothing
 * anywhere, and learns it by {@link DeposedException}.
 *
 * <p>A transactional id elects nobody: two claimers keep deposing each other. Who is to claim is
 * decided before. For one thread at a time.
 */
public final class MapTerm implements AutoCloseable {
  private static final String TRANSACTIONAL_ID = "onlyonce-shard-map";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(3);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> reader;
  private final CommandIds ids;
  private final Clock clock;
  private final String source;
  private final long number;
  private ShardMap map;

  private MapTerm(
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> reader,
      ShardMapRecords records,
      Clock clock,
      String source) {
    this.producer = producer;
    this.reader = reader;
    this.map =
        records
            .map()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "topic shard-map holds no map; run `ledger migrate` first"));
    this.number = records.term() + 1;
    this.clock = clock;
    this.source = source;
    this.ids = new CommandIds(clock, new SecureRandom());
  }

  /**
   * Begins a term; whoever had one before is deposed.
   *
   * @param clientProperties with {@code bootstrap.servers} and whatever security needs
   * @param source who acts, for readers of the topic
   * @throws DeposedException when another one claimed meanwhile
   * @throws IllegalStateException when there is no map yet, or Kafka does not answer in time
   */
  public static MapTerm claim(Map<String, Object> clientProperties, Clock clock, String source) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            properties(clientProperties), new ByteArraySerializer(), new ByteArraySerializer());
    KafkaConsumer<byte[], byte[]> reader = ShardMapTopic.consumerAtBeginning(clientProperties);
    try {
      producer.initTransactions();
      ShardMapRecords records = new ShardMapRecords();
      ShardMapTopic.readToEnd(reader, records);
      MapTerm term = new MapTerm(producer, reader, records, clock, source);
      term.publishRecords(Map.of(ShardMapRecords.TERM_KEY, ShardMapRecords.writeTerm(term.number)));
      return term;
    } catch (KafkaException e) {
      end(producer, reader);
      throw failed("a term of the shard map was not claimed", e);
    } catch (RuntimeException e) {
      end(producer, reader);
      throw e;
    }
  }

  private static Map<String, Object> properties(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("transactional.id", TRANSACTIONAL_ID);
    properties.put("acks", "all");
    properties.put("max.block.ms", Long.toString(PATIENCE.toMillis()));
    properties.put("request.timeout.ms", "5000");
    properties.put("delivery.timeout.ms", Long.toString(PATIENCE.toMillis()));
    properties.put("transaction.timeout.ms", Long.toString(2 * PATIENCE.toMillis()));
    return properties;
  }

  /** Higher than that of every term before. */
  public long number() {
    return number;
  }

  /** The map as it was read when this term began, with what it has published since. */
  public ShardMap map() {
    return map;
  }

  /**
   * Publishes changed places, all or none, and waits until readers see them.
   *
   * @return the whole map as it is now
   * @throws DeposedException when another term was claimed since: nothing was published
   * @throws IllegalArgumentException when an epoch would fall
   * @throws IllegalStateException when Kafka did not answer in time: it is unknown whether they
   *     were published, and the next term's map tells
   */
  public ShardMap publish(Map<Integer, ShardMap.Place> changed) {
    Map<String, byte[]> records = new HashMap<>();
    changed.forEach(
        (partition, place) -> {
          if (place.epoch() < map.place(partition).epoch()) {
            throw new IllegalArgumentException(
                "the epoch of ledger partition %d would fall from %d to %d"
                    .formatted(partition, map.place(partition).epoch(), place.epoch()));
          }
          records.put(partition.toString(), ShardMapRecords.write(place));
        });
    try {
      publishRecords(records);
    } catch (KafkaException e) {
      throw failed("it is unknown whether the places of term " + number + " were published", e);
    }
    map = map.with(changed);
    return map;
  }

  private void publishRecords(Map<String, byte[]> records) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(
        (key, value) ->
            sent.add(
                producer.send(
                    ShardMapTopic.wireRecord(key, value, ids.next(), clock, source)
                        .toProducerRecord())));
    producer.commitTransaction();
    awaitVisible(sent.stream().mapToLong(each -> each.resultNow().offset()).max().orElse(-1));
  }

  /** The commit is certain as soon as its coordinator has it; readers see it a little later. */
  private void awaitVisible(long offset) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (reader.endOffsets(Set.of(ShardMapTopic.ONLY)).getOrDefault(ShardMapTopic.ONLY, 0L)
        <= offset) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "what was published to topic shard-map is not seen there after "
                + PATIENCE.toSeconds()
                + " s");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** A fenced producer says so in several ways; what it sent is not committed. */
  private static RuntimeException failed(String what, KafkaException cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof ProducerFencedException
          || each instanceof InvalidProducerEpochException
          || each instanceof InvalidPidMappingException) {
        return new DeposedException("deposed: another term of the shard map was claimed", cause);
      }
    }
    return new IllegalStateException(what + ": " + cause.getMessage(), cause);
  }

  private static void end(
      KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> reader) {
    producer.close(Duration.ofSeconds(2));
    reader.close();
  }

  /** Ends the connection; the number stays the latest until another term is claimed. */
  @Override
  public void close() {
    end(producer, reader);
  }
}
