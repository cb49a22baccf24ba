package onlyonce.cli.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import onlyonce.cli.bench.SagaJourneys.Spans;
import onlyonce.cli.bench.SagaJourneys.Underway;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends transfers, either so many that a given number is always under way, or on a fixed schedule,
 * however long each takes.
 */
final class SagaLoad implements AutoCloseable {
  private static final long NAP_NANOS = 2_000_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final SagaStream stream;
  private final SagaJourneys journeys;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  SagaLoad(Map<String, Object> clientProperties, SagaStream stream, SagaJourneys journeys) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.putAll(producerProperties());
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.stream = stream;
    this.journeys = journeys;
  }

  /** The producer's settings; reports name them. */
  static Map<String, String> producerProperties() {
    return Map.of(
        "acks", "all",
        "enable.idempotence", "true",
        "linger.ms", "20",
        "batch.size", "65536",
        "compression.type", "lz4");
  }

  /** Sends until {@code total} were sent in all, with at most {@code underWay} unanswered. */
  void keepUnderWay(long total, int underWay, Spans spans) {
    while (journeys.sent() < total) {
      long room = Math.min(total - journeys.sent(), underWay - journeys.open());
      for (; room > 0; room--) {
        send(System.nanoTime(), spans);
      }
      nap();
    }
    producer.flush();
  }

  /** Sends for a while on a schedule of so many a second. */
  void onSchedule(double perSecond, Duration duration, Spans spans) {
    long start = System.nanoTime();
    long total = (long) (perSecond * duration.toNanos() / 1e9);
    long sent = 0;
    while (sent < total) {
      long due = Math.min(total, (long) ((System.nanoTime() - start) * perSecond / 1e9));
      for (; sent < due; sent++) {
        send(start + (long) (sent * 1e9 / perSecond), spans);
      }
      nap();
    }
    producer.flush();
  }

  private void nap() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a transfer was not acknowledged", failed);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while sending transfers");
    }
    LockSupport.parkNanos(NAP_NANOS);
  }

  private void send(long intendedNanos, Spans spans) {
    SagaStream.Made next = stream.next();
    Underway one = journeys.begin(next.transfer().id(), intendedNanos, spans);
    var _ =
        producer.send(
            next.wire().toProducerRecord(),
            (metadata, error) -> {
              if (error == null) {
                one.appended(metadata.timestamp());
              } else {
                failure.compareAndSet(null, error);
              }
            });
  }

  @Override
  public void close() {
    producer.close();
  }
}
