package onlyonce.processor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import onlyonce.messages.ShardMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a topic's commands to PostgreSQL, exactly once unless weaker semantics are asked for.
 *
 * <p>A consumer group shares the ledger partitions out; the database, not Kafka, says where each
 * goes on. One thread polls and reads, and never waits for a database: each shard has a worker of
 * its own. What came for a shard while that was busy is its next transaction ({@link ApplySlices}),
 * bounded by pausing the shard's partitions; after the commit its outcomes are published ({@link
 * PublishOutcomes}).
 *
 * @param <C> the handler's decoded command
 */
public final class Processor<C> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Processor.class);

  /**
   * As long as a broker keeps a fetch open. After an empty answer the client's consumer asks for no
   * more until its poll ends (KAFKA-20780), so with a longer one records lie there unread.
   */
  private static final Duration POLL = ProcessorSettings.FETCH_WAIT;

  private static final Duration SHORT_POLL = Duration.ofMillis(5);
  private static final Duration NAP = Duration.ofMillis(2);
  private static final Duration HAND_OVER = Duration.ofSeconds(1);
  private static final Duration NOTE_EVERY = Duration.ofMillis(500);
  private static final Duration LEAVE = Duration.ofSeconds(2);

  private final ProcessorSettings settings;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final PublishOutcomes publisher;
  private final ShardRouting<C> shards;
  private final AtomicReference<@Nullable ShardMap> toAdopt = new AtomicReference<>();
  // A shard has one task at a time, and lets each of its partitions go once.
  private final BlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
  private final CommitOffsets commitOffsets;
  private final Admin admin;
  private volatile boolean running = true;
  private volatile long unpublished;
  private long notedAtNanos = System.nanoTime();

  /** Connects lazily: a database that is down holds back its own partitions only. */
  public Processor(ProcessorSettings settings, ShardMap map, Handler<C> handler) {
    this(settings, map, handler, ProcessorListener.NONE);
  }

  /** The same, telling what it does. */
  public Processor(
      ProcessorSettings settings, ShardMap map, Handler<C> handler, ProcessorListener listener) {
    this.settings = settings;
    this.consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.commitOffsets = new CommitOffsets(consumer, settings);
    this.admin = Admin.create(settings.clientProperties());
    this.publisher = new PublishOutcomes(settings.clientProperties());
    this.shards =
        new ShardRouting<>(
            map,
            server ->
                new ShardTasks<>(
                    worker(server, handler, listener),
                    new ReadSlice<>(handler),
                    settings.fullBatch(),
                    new OnPollThread()),
            this::holdBack);
    shards.begin();
  }

  private ShardWorker<C> worker(
      ShardRouting.Server server, Handler<C> handler, ProcessorListener listener) {
    String sessionName = settings.newSessionName();
    ShardSession session = new ShardSession(server.jdbcUrl(), settings.databaseUser(), sessionName);
    GroupOffsets offsets = new GroupOffsets(admin, settings);
    LogReader log = new LogReader(settings);
    ApplyPlainly<C> plainly = new ApplyPlainly<>(session, handler, log::read);
    Delivery<C> delivery =
        switch (settings.semantics()) {
          case AT_MOST_ONCE -> new AtMostOnce<>(offsets, plainly, publisher, handler);
          case AT_LEAST_ONCE -> new AtLeastOnce<>(offsets, plainly, publisher, handler);
          case EXACTLY_ONCE ->
              new ExactlyOnce<>(
                  session,
                  handler,
                  new TakeOver(session, sessionName, shards::epoch),
                  log,
                  publisher);
        };
    return new ShardWorker<>(server.shard(), session, delivery, log::close, listener);
  }

  /**
   * Works until {@link #close} is called from another thread, then lets go of everything.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka refuses for good
   */
  public void run() {
    try {
      consumer.subscribe(List.of(settings.topic()), new Rebalance());
      Duration nap = Duration.ZERO;
      while (running) {
        adoptMap();
        runCompletions(nap);
        shards.all().forEach(ShardTasks::startNext);
        boolean allRead = pauseAndResume();
        boolean found = poll(patience(allRead));
        nap = allRead || found ? Duration.ZERO : NAP;
        commitOffsets.nowAndThen(shards.all());
        noteUnpublished();
      }
      noteOutcomes(shards.all());
    } finally {
      closeAll();
    }
  }

  /**
   * Goes by another map from the next moment on: partitions whose place changed are taken over
   * there, the others notice nothing. From any thread; the latest call counts.
   */
  public void adopt(ShardMap latest) {
    toAdopt.set(latest);
  }

  private void adoptMap() {
    ShardMap latest = toAdopt.getAndSet(null);
    if (latest != null) {
      for (int number : shards.adopt(latest)) {
        TopicPartition partition = new TopicPartition(settings.topic(), number);
        consumer.pause(List.of(partition));
        commitOffsets.forget(partition);
      }
    }
  }

  /** Read only after the takeover, which says where. */
  private void holdBack(int number) {
    TopicPartition partition = new TopicPartition(settings.topic(), number);
    consumer.seek(partition, 0);
    consumer.pause(List.of(partition));
  }

  /**
   * How many records of the log are committed, from the first one on whose outcome Kafka has not
   * acknowledged: as it was some moments ago.
   */
  public long unpublished() {
    return unpublished;
  }

  private void noteUnpublished() {
    long now = System.nanoTime();
    if (now - notedAtNanos > NOTE_EVERY.toNanos()) {
      notedAtNanos = now;
      unpublished = shards.all().stream().mapToLong(ShardTasks::unpublished).sum();
    }
  }

  /** What the Kafka clients tell of themselves. */
  public Map<MetricName, Metric> kafkaMetrics() {
    Map<MetricName, Metric> all = new HashMap<>(consumer.metrics());
    all.putAll(publisher.metrics());
    return all;
  }

  /** What waits for a worker must not wait for the next record too. */
  private Duration patience(boolean allRead) {
    boolean someWait = shards.all().stream().anyMatch(ShardTasks::isWaiting);
    return !allRead ? Duration.ZERO : someWait ? SHORT_POLL : POLL;
  }

  /**
   * Polls and starts what it gave. With fetched records of a paused partition at hand the consumer
   * does not wait but spins for as long as it may, so then it gets no time, and we nap for a task's
   * end instead.
   */
  private boolean poll(Duration patience) {
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(patience);
    } catch (WakeupException e) {
      return false; // We are told to stop.
    } catch (OffsetOutOfRangeException e) {
      outOfRange(e);
      return false;
    }
    shards.all().forEach(ShardTasks::polled);
    PolledRecords polled = new PolledRecords(settings.topic(), records);
    for (ShardTasks<C> shard : shards.all()) {
      shard.read(polled);
      shard.startNext();
    }
    return !polled.isEmpty();
  }

  private void outOfRange(OffsetOutOfRangeException e) {
    LOG.error(
        "the log does not hold what comes next in the database: {}; restore the log or a database"
            + " backup that it reaches back to, and raise the topic's retention",
        e.getMessage());
    for (TopicPartition partition : e.partitions()) {
      int number = partition.partition();
      shards.of(List.of(number)).forEach(tasks -> tasks.outOfRange(number));
    }
  }

  /**
   * Only partitions that stand where the database is, and whose shard has time for them, are read
   * in the next poll. Asked are our own partitions, not the consumer's: its assignment changes
   * behind our back.
   *
   * @return whether all of them are read
   */
  private boolean pauseAndResume() {
    Set<TopicPartition> paused = consumer.paused();
    List<TopicPartition> pause = new ArrayList<>();
    List<TopicPartition> resume = new ArrayList<>();
    boolean allRead = true;
    for (ShardTasks<C> shard : shards.all()) {
      for (int number : shard.assigned()) {
        TopicPartition partition = new TopicPartition(settings.topic(), number);
        boolean reads = shard.isReadable(number) && standsAt(partition, shard.lease(number));
        allRead &= reads;
        if (reads == paused.contains(partition)) {
          (reads ? resume : pause).add(partition);
        }
      }
    }
    // Each is a round trip to the consumer's own thread.
    if (!pause.isEmpty()) {
      consumer.pause(pause);
    }
    if (!resume.isEmpty()) {
      consumer.resume(resume);
    }
    return allRead;
  }

  /** Records that the consumer gave and we never saw would be lost: a slice has no other proof. */
  private boolean standsAt(TopicPartition partition, Optional<Lease> lease) {
    long nextOffset = lease.map(held -> held.readTo().nextOffset()).orElse(-1L);
    long position;
    try {
      position = consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException | WakeupException e) {
      return false; // It is being validated after a change of leaders; nothing is fetched now.
    } catch (OffsetOutOfRangeException e) {
      outOfRange(e);
      return false;
    }
    if (position != nextOffset) {
      LOG.error("{} is polled at {} but was read to {}", partition, position, nextOffset);
      consumer.seek(partition, nextOffset);
    }
    return true;
  }

  /** Runs what tasks left to do, after waiting for the first one to end. */
  private void runCompletions(Duration patience) {
    try {
      Runnable next = completions.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      while (next != null) {
        next.run();
        next = completions.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs completions until none of these shards is busy, or the time is over. */
  private void awaitTasks(Collection<ShardTasks<C>> concerned) {
    long deadline = System.nanoTime() + HAND_OVER.toNanos();
    try {
      while (concerned.stream().anyMatch(ShardTasks::isBusy)) {
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

  /** Leaves a successor as little as possible to publish again. */
  private void noteOutcomes(Collection<ShardTasks<C>> concerned) {
    awaitTasks(concerned);
    try {
      for (ShardTasks<C> shard : concerned) {
        shard.noteOutcomes(HAND_OVER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitTasks(concerned);
    List<Lease> leases = new ArrayList<>();
    for (ShardTasks<C> shard : concerned) {
      shard.assigned().forEach(number -> shard.lease(number).ifPresent(leases::add));
    }
    commitOffsets.beforeLettingGo(leases);
  }

  private void closeAll() {
    running = false;
    try {
      consumer.close(CloseOptions.timeout(LEAVE));
    } catch (KafkaException e) {
      LOG.warn("the group was left without a word; it will find out by itself", e);
    } finally {
      shards.end();
      publisher.close();
      admin.close(LEAVE);
    }
  }

  /** Asks {@link #run} to finish the running transactions, hand the partitions over, and return. */
  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private final class OnPollThread implements ShardTasks.PollThread<C> {
    @Override
    public void execute(Runnable completion) {
      completions.add(completion);
    }

    @Override
    public void seek(int partition, long offset) {
      consumer.seek(new TopicPartition(settings.topic(), partition), offset);
    }

    @Override
    public void beforeApply(List<Owned<C>> batch) {
      commitOffsets.beforeApply(batch);
    }

    @Override
    public void beforeGivingUp(List<Lease> leases) {
      commitOffsets.beforeLettingGo(leases);
    }
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("assigned {}", partitions);
      for (int number : numbers(partitions)) {
        shards.assign(number);
        holdBack(number);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      LOG.info("revoked {}", partitions);
      noteOutcomes(shards.of(numbers(partitions)));
      onPartitionsGone(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("lost {}", partitions);
      onPartitionsGone(partitions);
    }

    private void onPartitionsGone(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        shards.remove(partition.partition());
        commitOffsets.forget(partition);
      }
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
      return partitions.stream().map(TopicPartition::partition).toList();
    }
  }
}
