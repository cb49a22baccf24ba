package onlyonce.cli.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import onlyonce.localcluster.ProgressListener;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of commands, filled before anybody reads it.
 *
 * @param records how many it holds
 * @param distinct how many different commands they are
 */
record CommandTopic(
    String name, Mix mix, Books books, CommandStream.Origin origin, int records, long distinct) {
  private static final String REPLICAS = "replication.factor";
  private static final int ATTEMPTS = 3;
  private static final int SAY_EVERY = 100_000;

  /** What a topic is to hold. */
  record Wish(String name, Mix mix, Books books, CommandStream.Origin origin, int records) {
    Wish named(String other) {
      return new Wish(other, mix, books, origin, records);
    }
  }

  /** The topic's settings, which are those of the platform's own; reports name them. */
  static Map<String, String> settings() {
    return Map.of(
        REPLICAS,
        "3",
        "min.insync.replicas",
        "2",
        "unclean.leader.election.enable",
        "false",
        "message.timestamp.type",
        "LogAppendTime",
        "retention.ms",
        "-1",
        "retention.bytes",
        "-1");
  }

  /** The producer's settings; reports name them. */
  static Map<String, String> producerProperties() {
    return Map.of(
        "acks", "all",
        "enable.idempotence", "true",
        "max.in.flight.requests.per.connection", "1",
        "linger.ms", "20",
        "batch.size", "262144",
        "delivery.timeout.ms", "40000",
        "request.timeout.ms", "10000",
        "buffer.memory", Integer.toString(64 << 20));
  }

  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.putAll(producerProperties());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Creates the topic as the platform creates its own. */
  static void create(Admin admin, String name, int partitions) {
    Map<String, String> settings = new HashMap<>(settings());
    short replicas = Short.parseShort(settings.remove(REPLICAS));
    NewTopic topic = new NewTopic(name, partitions, replicas).configs(settings);
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Fills a topic, and another one when Kafka lost its way with the first: on a machine that stood
   * still for seconds, brokers fence each other, and a half-filled topic is of no use.
   *
   * @throws IllegalStateException when that fails time and again
   */
  static CommandTopic fill(
      Admin admin, Map<String, Object> clientProperties, Wish wish, ProgressListener progress) {
    for (int attempt = 1; ; attempt++) {
      Wish named = wish.named(attempt == 1 ? wish.name() : wish.name() + "-" + attempt);
      try {
        return fillOnce(admin, clientProperties, named, progress);
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        progress.progress("filling again: " + e.getCause());
      }
    }
  }

  private static CommandTopic fillOnce(
      Admin admin, Map<String, Object> clientProperties, Wish wish, ProgressListener progress) {
    create(admin, wish.name(), wish.books().partitioning().count());
    AtomicReference<Exception> failure = new AtomicReference<>();
    CommandStream stream = stream(wish);
    long again = wish.mix() == Mix.RESENT_100 ? wish.records() / 2 : Long.MAX_VALUE;
    try (KafkaProducer<byte[], byte[]> producer = producer(clientProperties)) {
      for (int i = 0; i < wish.records() && failure.get() == null; i++) {
        if (i == again) {
          stream = stream(wish);
        }
        var _ =
            producer.send(
                stream.next().wire().toProducerRecord(),
                (_, error) -> failure.compareAndSet(null, error));
        if (i % SAY_EVERY == 0) {
          progress.progress(
              "filling %s: %,d of %,d commands".formatted(wish.name(), i, wish.records()));
        }
      }
      producer.flush();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("cannot fill topic " + wish.name(), failed);
    }
    return new CommandTopic(
        wish.name(), wish.mix(), wish.books(), wish.origin(), wish.records(), stream.distinct());
  }

  private static CommandStream stream(Wish wish) {
    return new CommandStream(wish.name(), wish.books(), wish.mix(), wish.origin());
  }

  void delete(Admin admin) {
    try {
      admin.deleteTopics(List.of(name)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot delete topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
