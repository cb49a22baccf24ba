package onlyonce.processor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends committed outcomes to Kafka. The client retries until acknowledged; where it gives up, the
 * partition's prefix is marked as failed, so that the owner takes over again and publishes from
 * what the database stored.
 */
final class PublishOutcomes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PublishOutcomes.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final ExecutorService flusher =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("onlyonce-flush").daemon().factory());
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final Gathering gathering = new Gathering(System::nanoTime);

  PublishOutcomes(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("linger.ms", Gathering.LONGEST.toMillis());
    properties.put("batch.size", "262144");
    properties.put("buffer.memory", "16777216");
    properties.put("compression.type", "lz4");
    // A batch that overtakes another on its way to a new leader is refused there again and again.
    properties.put("max.in.flight.requests.per.connection", "1");
    properties.put("delivery.timeout.ms", "15000");
    properties.put("request.timeout.ms", "5000");
    properties.put("reconnect.backoff.max.ms", "500");
    properties.put("max.block.ms", "60000");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends what the database has stored as due; the prefix follows the acknowledgements. */
  void send(PublishedPrefix prefix, List<Publication> publications) {
    for (Publication publication : publications) {
      List<ProducerRecord<byte[], byte[]>> messages = publication.messages();
      PublishedPrefix.Pending pending = prefix.sending(publication.offset(), messages.size());
      for (var message : messages) {
        var _ =
            producer.send(
                message,
                (metadata, error) -> {
                  if (error == null) {
                    prefix.acknowledged(pending);
                  } else {
                    LOG.warn(
                        "the outcome of offset {} was not acknowledged by topic {}",
                        publication.offset(),
                        message.topic(),
                        error);
                    prefix.failed();
                  }
                });
      }
    }
  }

  /** Sends answers to duplicates: lost ones are answered again at the next retry. */
  void sendAgain(List<Publication> publications) {
    for (Publication publication : publications) {
      for (var message : publication.messages()) {
        var _ =
            producer.send(
                message,
                (metadata, error) -> {
                  if (error != null) {
                    LOG.debug("an answer to a duplicate was lost", error);
                  }
                });
      }
    }
  }

  /**
   * A batch's outcomes, so many, were sent: flushes them if {@link Gathering} finds that they need
   * not wait for others. Returns at once.
   */
  void flushIfDue(int outcomes) {
    if (outcomes > 0 && gathering.tryEnd(outcomes) && flushing.compareAndSet(false, true)) {
      flusher.execute(
          () -> {
            flushing.set(false); // What is sent from here on asks for a flush of its own.
            try {
              producer.flush();
            } catch (InterruptException e) {
              LOG.debug("closed while outcomes were on their way", e);
            }
          });
    }
  }

  /** What the client tells of itself. */
  Map<MetricName, ? extends Metric> metrics() {
    return producer.metrics();
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    flusher.shutdownNow();
  }
}
