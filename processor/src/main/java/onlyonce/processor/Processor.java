package onlyonce.processor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import onlyonce.messages.ShardMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a topic's commands to PostgreSQL exactly once.
 *
 * <p>A consumer group shares the ledger partitions out; the database, not Kafka, says where each
 * goes on. One thread polls and never waits for a database: each shard has a worker of its own, and
 * its partitions are paused while that works. What each poll gives for a shard is one transaction
 * ({@link ApplySlices}); after the commit its outcomes are published ({@link PublishOutcomes}).
 *
 * @param <C> the handler's decoded command
 */
public final class Processor<C> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Processor.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration HAND_OVER = Duration.ofSeconds(3);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

  private final ProcessorSettings settings;
  private final ShardMap map;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final PublishOutcomes publisher;
  private final Map<String, ShardWorker<C>> workers = new TreeMap<>();
  private final Map<String, ShardTasks<C>> shards = new TreeMap<>();
  private final BlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private long committedAtNanos = System.nanoTime();
  private volatile boolean running = true;
  private volatile boolean polling;

  /** Connects lazily: a database that is down holds back its own partitions only. */
  public Processor(ProcessorSettings settings, ShardMap map, Handler<C> handler) {
    this.settings = settings;
    this.map = map;
    this.consumer =
        new KafkaConsumer<>(
            consumerProperties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.publisher = new PublishOutcomes(settings.clientProperties());
    ShardWorker.Publishing publishing =
        new ShardWorker.Publishing(publisher, partition -> map.place(partition).epoch());
    map.jdbcUrls()
        .forEach(
            (shard, jdbcUrl) -> {
              ShardWorker<C> worker =
                  new ShardWorker<>(shard, jdbcUrl, settings, handler, publishing);
              workers.put(shard, worker);
              shards.put(shard, new ShardTasks<>(worker, new OnPollThread()));
            });
  }

  private static Map<String, Object> consumerProperties(ProcessorSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put("group.id", settings.groupId());
    properties.put("client.id", settings.instance());
    properties.put("group.protocol", "consumer");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none"); // The database says where to go on.
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", "4000");
    properties.put("max.poll.interval.ms", "30000");
    properties.put("request.timeout.ms", "5000");
    properties.put("reconnect.backoff.max.ms", "500");
    return properties;
  }

  /**
   * Works until {@link #close} is called from another thread.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka refuses for good
   */
  public void run() {
    consumer.subscribe(List.of(settings.topic()), new Rebalance());
    try {
      while (running) {
        runCompletions();
        shards.values().forEach(ShardTasks::startWithoutRecords);
        pauseAndResume();
        poll();
        commitToKafka();
      }
      noteOutcomes();
    } finally {
      closeAll();
    }
  }

  private void poll() {
    polling = true;
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(completions.isEmpty() && running ? POLL : Duration.ZERO);
    } catch (WakeupException e) {
      return; // A task has finished, or we are told to stop.
    } catch (OffsetOutOfRangeException e) {
      LOG.error(
          "the log does not reach back to where the database is: {}; restore a newer backup or raise"
              + " the topic's retention",
          e.getMessage());
      e.partitions().forEach(partition -> tasks(partition.partition()).stop(partition));
      return;
    } finally {
      polling = false;
    }
    shards.values().forEach(ShardTasks::polled);
    PolledRecords polled = new PolledRecords(settings.topic(), records);
    shards.values().forEach(shard -> shard.start(polled));
    uncommitted.putAll(records.nextOffsets());
  }

  private record PolledRecords(String topic, ConsumerRecords<byte[], byte[]> records)
      implements ShardTasks.Polled {
    @Override
    public boolean has(int partition) {
      return records.nextOffsets().containsKey(new TopicPartition(topic, partition));
    }

    @Override
    public Slice slice(Progress from) {
      TopicPartition partition = new TopicPartition(topic, from.partition());
      OffsetAndMetadata next = records.nextOffsets().get(partition);
      long end = next == null ? from.nextOffset() : next.offset();
      return new Slice(from, end, records.records(partition));
    }
  }

  private void pauseAndResume() {
    List<TopicPartition> readable = new ArrayList<>();
    List<TopicPartition> others = new ArrayList<>();
    for (TopicPartition partition : consumer.assignment()) {
      boolean reads = tasks(partition.partition()).isReadable(partition.partition());
      (reads ? readable : others).add(partition);
    }
    consumer.pause(others);
    consumer.resume(readable);
  }

  private void runCompletions() {
    for (Runnable next = completions.poll(); next != null; next = completions.poll()) {
      next.run();
    }
  }

  /** Runs completions until no shard is busy, or the time is over. */
  private void awaitTasks(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (shards.values().stream().anyMatch(ShardTasks::isBusy)) {
        Runnable next = completions.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          return;
        }
        next.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kafka's copy of the offsets serves tools that show lag; nothing depends on it. */
  private void commitToKafka() {
    if (System.nanoTime() - committedAtNanos > COMMIT_INTERVAL.toNanos()) {
      uncommitted.keySet().retainAll(consumer.assignment());
      if (!uncommitted.isEmpty()) {
        consumer.commitAsync(
            Map.copyOf(uncommitted), (offsets, e) -> LOG.debug("lag is reported late", e));
        uncommitted.clear();
      }
      committedAtNanos = System.nanoTime();
    }
  }

  private void noteOutcomes() {
    awaitTasks(HAND_OVER);
    publisher.flush();
    shards.values().forEach(ShardTasks::noteOutcomes);
    awaitTasks(HAND_OVER);
  }

  private void closeAll() {
    running = false;
    try {
      consumer.close(CloseOptions.timeout(HAND_OVER));
    } catch (WakeupException e) {
      LOG.debug("woken up while closing", e);
    }
    workers.values().forEach(ShardWorker::close);
    publisher.close();
  }

  /** Asks {@link #run} to finish the running transactions, hand the partitions over, and return. */
  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private ShardTasks<C> tasks(int partition) {
    ShardTasks<C> found = shards.get(map.place(partition).shard());
    if (found == null) {
      throw new IllegalStateException("no shard for ledger partition " + partition);
    }
    return found;
  }

  private final class OnPollThread implements ShardTasks.PollThread {
    @Override
    public void execute(Runnable completion) {
      completions.add(completion);
      if (polling) {
        consumer.wakeup();
      }
    }

    @Override
    public void seek(int partition, long offset) {
      TopicPartition position = new TopicPartition(settings.topic(), partition);
      if (consumer.assignment().contains(position)) {
        consumer.seek(position, offset);
      }
    }
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("assigned {}", partitions);
      for (TopicPartition partition : partitions) {
        tasks(partition.partition()).assign(partition.partition());
        consumer.seek(partition, 0); // Read only after the takeover, which says where.
      }
      consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      LOG.info("revoked {}", partitions);
      awaitTasks(HAND_OVER);
      partitions.forEach(p -> tasks(p.partition()).remove(p.partition()));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("lost {}", partitions);
      partitions.forEach(p -> tasks(p.partition()).remove(p.partition()));
    }
  }
}
