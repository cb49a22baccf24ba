package onlyonce.cli.lab.conflicts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends a site's outbox to its partition of the log, in order, while anybody hears the site. What
 * was sent and not yet marked so is sent again after a crash; hearing a write twice changes
 * nothing.
 */
final class PublishWrites implements Callable<Void> {
  private static final int BATCH = 500;
  private static final long REST_MILLIS = 5;

  private final Group group;
  private final String site;

  PublishWrites(Group group, String site) {
    this.group = group;
    this.site = site;
  }

  @Override
  public Void call() throws Exception {
    Map<String, Object> properties = new TreeMap<>(group.kafka());
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    try (SiteStore store = SiteStore.open(group.database(site));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      while (!group.isOver()) {
        if (group.links().isUnheard(site, group.sites()) || !publish(store, producer)) {
          TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
      }
    }
    return null;
  }

  private boolean publish(SiteStore store, KafkaProducer<String, String> producer)
      throws Exception {
    SortedMap<Long, String> unsent = store.unsent(BATCH);
    List<Future<RecordMetadata>> sending = new ArrayList<>();
    for (String write : unsent.values()) {
      sending.add(
          producer.send(new ProducerRecord<>(group.topic(), group.partition(site), site, write)));
    }
    for (Future<RecordMetadata> one : sending) {
      var _ = one.get();
    }
    if (!unsent.isEmpty()) {
      store.sent(unsent.lastKey());
    }
    return !unsent.isEmpty();
  }
}
