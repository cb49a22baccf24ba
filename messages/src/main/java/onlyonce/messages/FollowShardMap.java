package onlyonce.messages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shard map as it is now, kept up to date by a thread of its own that reads the topic's
 * committed records as they come.
 */
public final class FollowShardMap implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowShardMap.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ShardMapRecords records = new ShardMapRecords();
  private final List<Consumer<ShardMap>> listeners = new ArrayList<>();
  private final Thread thread;
  private volatile ShardMap current;
  private volatile long term;
  private volatile boolean running = true;

  private FollowShardMap(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    ShardMapTopic.readToEnd(consumer, records);
    this.current =
        records
            .map()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "topic shard-map holds no map; run `ledger migrate` first"));
    this.term = records.term();
    this.thread = Thread.ofPlatform().daemon().name("onlyonce-shard-map").unstarted(this::run);
  }

  /**
   * Reads the map to its end, and follows it from there.
   *
   * @param clientProperties with {@code bootstrap.servers} and whatever security needs
   * @throws IllegalStateException when nothing was ever published, the topic holds something else,
   *     or it does not answer in time
   */
  public static FollowShardMap start(Map<String, Object> clientProperties) {
    KafkaConsumer<byte[], byte[]> consumer = ShardMapTopic.consumerAtBeginning(clientProperties);
    try {
      FollowShardMap follow = new FollowShardMap(consumer);
      follow.thread.start();
      return follow;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** The latest map that was read. */
  public ShardMap current() {
    return current;
  }

  /** The number of the latest {@link MapTerm} that was read; 0 when none was ever claimed. */
  public long term() {
    return term;
  }

  /**
   * Tells of every map from the current one on.
   *
   * @param listener called at once, then on this follower's thread: it must not wait
   */
  public void onChange(Consumer<ShardMap> listener) {
    synchronized (listeners) {
      listeners.add(listener);
      listener.accept(current);
    }
  }

  private void run() {
    try (consumer) {
      while (running) {
        try {
          follow();
        } catch (WakeupException e) {
          // We are told to stop.
        } catch (KafkaException | IllegalStateException e) {
          LOG.warn("the shard map stays as it was known: {}", e.getMessage());
          LockSupport.parkNanos(AFTER_FAILURE.toNanos());
        }
      }
    }
  }

  private void follow() {
    var polled = consumer.poll(POLL);
    if (polled.isEmpty()) {
      return;
    }
    polled.forEach(records::add);
    term = records.term();
    ShardMap read = records.map().orElse(current);
    if (!read.equals(current)) {
      synchronized (listeners) {
        current = read;
        listeners.forEach(listener -> listener.accept(read));
      }
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
