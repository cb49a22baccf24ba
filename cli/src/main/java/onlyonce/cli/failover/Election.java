package onlyonce.cli.failover;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects one of several by a consumer group: topic {@code shard-map} has one partition, and whoever
 * is assigned it is elected. That is a hint and no right: one that is paused takes itself for
 * elected for as long as it sleeps. What it does then is refused, by its term's number.
 */
final class Election implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LEAVE = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Runnable elected;
  private final Runnable dismissed;
  private volatile boolean running = true;
  private boolean inOffice;

  /**
   * @param elected called on the thread that runs the election, as is
   * @param dismissed also at its end, if one was in office
   */
  Election(
      Map<String, Object> clientProperties,
      String groupId,
      String name,
      Runnable elected,
      Runnable dismissed) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("group.id", groupId);
    properties.put("group.protocol", "consumer");
    properties.put("client.id", name);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "latest");
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.elected = elected;
    this.dismissed = dismissed;
  }

  /**
   * Takes part until {@link #close} is called from another thread. Whatever Kafka refuses, or
   * whoever is elected fails over, costs the office and not the part: another one may do better
   * meanwhile.
   */
  void run() {
    try {
      while (running) {
        try {
          takePart();
        } catch (KafkaException | IllegalStateException e) {
          if (running) {
            LOG.warn("out of the election, and back in it soon: {}", e.getMessage(), e);
            dismiss();
            LockSupport.parkNanos(AFTER_FAILURE.toNanos());
          }
        }
      }
    } finally {
      leave();
    }
  }

  private void takePart() {
    consumer.subscribe(List.of(Topic.SHARD_MAP.topicName()), new Office());
    try {
      while (running) {
        var _ = consumer.poll(POLL);
      }
    } finally {
      consumer.unsubscribe();
    }
  }

  private void leave() {
    dismiss();
    try {
      consumer.close(CloseOptions.timeout(LEAVE));
    } catch (KafkaException e) {
      LOG.warn("the group was left without a word; it will find out by itself", e);
    }
  }

  private void dismiss() {
    if (inOffice) {
      inOffice = false;
      LOG.info("no longer elected");
      dismissed.run();
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private final class Office implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        consumer.pause(partitions); // Its records are of no interest here.
        inOffice = true;
        LOG.info("elected");
        elected.run();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        dismiss();
      }
    }
  }
}
