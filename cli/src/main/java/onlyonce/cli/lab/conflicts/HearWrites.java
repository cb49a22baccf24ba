package onlyonce.cli.lab.conflicts;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the other sites' partitions of the log and applies what they wrote. How far each was heard
 * stands in the site's own database, in the same transaction. A site behind a cut link is not read,
 * and what was already fetched from it is not applied.
 */
final class HearWrites implements Callable<Void> {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Group group;
  private final String site;

  HearWrites(Group group, String site) {
    this.group = group;
    this.site = site;
  }

  @Override
  public Void call() throws Exception {
    Map<String, Object> properties = new TreeMap<>(group.kafka());
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("fetch.max.wait.ms", "20");
    try (SiteStore store = SiteStore.open(group.database(site));
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<String> others = group.sites().stream().filter(other -> !other.equals(site)).toList();
      consumer.assign(others.stream().map(this::partition).toList());
      for (String other : others) {
        consumer.seek(partition(other), store.heard(other).orElse(0));
      }
      while (!group.isOver()) {
        for (String other : others) {
          if (group.links().isCut(other, site)) {
            consumer.pause(List.of(partition(other)));
          } else {
            consumer.resume(List.of(partition(other)));
          }
        }
        var polled = consumer.poll(POLL);
        for (String other : others) {
          hear(store, consumer, other, polled.records(partition(other)));
        }
      }
    }
    return null;
  }

  private void hear(
      SiteStore store,
      KafkaConsumer<String, String> consumer,
      String other,
      List<ConsumerRecord<String, String>> records)
      throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    if (group.links().isCut(other, site)) {
      consumer.seek(partition(other), records.getFirst().offset());
      return;
    }
    List<Wire.Write> writes = new ArrayList<>();
    records.forEach(record -> writes.add(Wire.write(record.value())));
    long next = records.getLast().offset() + 1;
    store.hear(group.policy(), other, writes, next);
    group.heard(other, site, next);
  }

  private TopicPartition partition(String other) {
    return new TopicPartition(group.topic(), group.partition(other));
  }
}
