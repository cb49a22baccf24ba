package onlyonce.cli.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends commands on a fixed schedule, however long each takes: who would wait for an answer before
 * the next one leaves out the very moments in which answers are slow (coordinated omission).
 */
final class OpenLoad {
  private static final long NAP_NANOS = 1_000_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final CommandStream stream;
  private final Journey journey;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  OpenLoad(KafkaProducer<byte[], byte[]> producer, CommandStream stream, Journey journey) {
    this.producer = producer;
    this.stream = stream;
    this.journey = journey;
  }

  /**
   * Sends for a while.
   *
   * @param perSecond the schedule
   * @return how many were sent
   */
  long run(double perSecond, Duration duration) {
    long start = System.nanoTime();
    long total = (long) (perSecond * duration.toNanos() / 1e9);
    long sent = 0;
    while (sent < total) {
      long due = Math.min(total, (long) ((System.nanoTime() - start) * perSecond / 1e9));
      for (; sent < due; sent++) {
        send(start + (long) (sent * 1e9 / perSecond));
      }
      if (failure.get() != null) {
        throw new IllegalStateException("a command was not acknowledged", failure.get());
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
    producer.flush();
    return sent;
  }

  private void send(long intendedNanos) {
    ProducerRecord<byte[], byte[]> next = stream.next().wire().toProducerRecord();
    int partition = next.partition();
    journey.intended(partition, intendedNanos);
    var _ =
        producer.send(
            next,
            (metadata, error) -> {
              if (error == null) {
                journey.appended(partition, metadata.offset(), metadata.timestamp());
              } else {
                failure.compareAndSet(null, error);
              }
            });
  }
}
