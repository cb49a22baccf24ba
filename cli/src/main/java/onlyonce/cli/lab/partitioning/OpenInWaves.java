package onlyonce.cli.lab.partitioning;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlyonce.cli.shards.WatchProgress;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Event;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Opens accounts in the order of their names through Kafka, a wave at a time, and looks in the
 * databases where each wave was applied.
 */
final class OpenInWaves {
  private static final CurrencyCode CURRENCY = CurrencyCode.of("EUR");
  private static final String SOURCE = "/onlyonce/lab";
  private static final long OPENING_MINOR = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;

  private final Map<String, Object> kafka;
  private final ShardMap map;
  private final Clock clock;

  OpenInWaves(Map<String, Object> kafka, ShardMap map, Clock clock) {
    this.kafka = kafka;
    this.map = map;
    this.clock = clock;
  }

  /**
   * @param size of a wave; a rest that is smaller is a wave too
   * @throws IllegalStateException when a wave is not applied in time
   */
  Measured.Waves run(Keys keys, int size, String databaseUser)
      throws SQLException, InterruptedException {
    Map<String, Object> properties = new TreeMap<>(kafka);
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("linger.ms", "5");
    List<Double> partitionShares = new ArrayList<>();
    List<Double> shardShares = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        WatchProgress progress = new WatchProgress(map, databaseUser)) {
      CommandIds ids = new CommandIds(clock, new SecureRandom());
      for (int first = 0; first < keys.count(); first += size) {
        int last = Math.min(keys.count(), first + size);
        SortedMap<Integer, Long> before = progress.nextOffsets();
        SortedMap<Integer, Long> target = new TreeMap<>(before);
        for (RecordMetadata sent : send(producer, ids, keys, first, last)) {
          target.merge(sent.partition(), sent.offset() + 1, Math::max);
        }
        SortedMap<Integer, Long> after = await(progress, target);
        SortedMap<String, Long> byShard = new TreeMap<>();
        SortedMap<Integer, Long> byPartition = new TreeMap<>();
        after.forEach(
            (partition, next) -> {
              long applied = next - before.getOrDefault(partition, 0L);
              byPartition.put(partition, applied);
              byShard.merge(map.place(partition).shard(), applied, Long::sum);
            });
        partitionShares.add(busiest(byPartition.values()));
        shardShares.add(busiest(byShard.values()));
      }
    }
    return new Measured.Waves(partitionShares.size(), mean(partitionShares), mean(shardShares));
  }

  private List<RecordMetadata> send(
      KafkaProducer<byte[], byte[]> producer, CommandIds ids, Keys keys, int first, int last)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = first; i < last; i++) {
      AccountId account = keys.at(i);
      Command open = new Command.Open(account, CURRENCY, OPENING_MINOR, false);
      sent.add(
          producer.send(
              new WireRecord(
                      Topic.LEDGER_COMMANDS.topicName(),
                      map.partitioning().of(account),
                      account.value(),
                      new Event(ids.next(), open.type().eventType(), SOURCE, clock.instant()),
                      CommandCodec.encode(open))
                  .toProducerRecord()));
    }
    List<RecordMetadata> acknowledged = new ArrayList<>();
    for (Future<RecordMetadata> one : sent) {
      try {
        acknowledged.add(one.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("an Open was not acknowledged", e.getCause());
      }
    }
    return acknowledged;
  }

  private static SortedMap<Integer, Long> await(
      WatchProgress progress, SortedMap<Integer, Long> target)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      SortedMap<Integer, Long> now = progress.nextOffsets();
      if (target.entrySet().stream()
          .allMatch(to -> now.getOrDefault(to.getKey(), 0L) >= to.getValue())) {
        return now;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "ledger partitions should have come to %s within %d s but are at %s"
                .formatted(target, PATIENCE.toSeconds(), now));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static double busiest(Collection<Long> applied) {
    long sum = applied.stream().mapToLong(Long::longValue).sum();
    long max = applied.stream().mapToLong(Long::longValue).max().orElse(0);
    return sum == 0 ? 0 : (double) max / sum;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
