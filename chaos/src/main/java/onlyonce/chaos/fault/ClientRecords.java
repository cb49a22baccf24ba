package onlyonce.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferCodec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Posts and transfers that clients wrote lately. */
final class ClientRecords {
  private static final int PER_PARTITION = 300;

  private ClientRecords() {}

  /**
   * Some Posts, in an order that is drawn.
   *
   * @throws FaultMissedException when there is none
   */
  static List<ConsumerRecord<byte[], byte[]>> posts(LogView log, RandomGenerator random, int most)
      throws FaultMissedException {
    return drawn(log, Topic.LEDGER_COMMANDS, CommandType.POST.eventType(), random, most);
  }

  /** Some Posts whose ends were told, in an order that is drawn; there may be none. */
  static List<ConsumerRecord<byte[], byte[]>> endedPosts(
      LogView log, RandomGenerator random, int most) {
    Set<String> ended =
        log.latest(Topic.TRANSFER_RESULTS, 2 * PER_PARTITION).stream()
            .map(ClientRecords::key)
            .collect(Collectors.toUnmodifiableSet());
    List<ConsumerRecord<byte[], byte[]>> posts =
        ofType(log, Topic.LEDGER_COMMANDS, CommandType.POST.eventType());
    posts.removeIf(post -> !ended.contains(header(post, Event.ID)));
    return shuffled(posts, random, most);
  }

  /** Some transfers between ledger partitions, in an order that is drawn; there may be none. */
  static List<ConsumerRecord<byte[], byte[]>> transfers(
      LogView log, RandomGenerator random, int most) {
    return shuffled(ofType(log, Topic.TRANSFERS, TransferCodec.EVENT_TYPE), random, most);
  }

  private static List<ConsumerRecord<byte[], byte[]>> drawn(
      LogView log, Topic topic, String type, RandomGenerator random, int most)
      throws FaultMissedException {
    List<ConsumerRecord<byte[], byte[]>> found = shuffled(ofType(log, topic, type), random, most);
    if (found.isEmpty()) {
      throw new FaultMissedException("no " + type + " stands in " + topic.topicName());
    }
    return found;
  }

  private static List<ConsumerRecord<byte[], byte[]>> ofType(
      LogView log, Topic topic, String type) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> logged : log.latest(topic, PER_PARTITION)) {
      if (header(logged, Event.TYPE).equals(type) && logged.value() != null) {
        found.add(logged);
      }
    }
    return found;
  }

  private static List<ConsumerRecord<byte[], byte[]>> shuffled(
      List<ConsumerRecord<byte[], byte[]>> found, RandomGenerator random, int most) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(found);
    Collections.shuffle(all, Random.from(random));
    return all.subList(0, Math.min(most, all.size()));
  }

  /** The very same record once more. */
  static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> original) {
    return copy(original, original.value());
  }

  /** The same record with another payload. */
  static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> original, byte @Nullable [] value) {
    return new ProducerRecord<>(
        original.topic(), original.partition(), original.key(), value, original.headers());
  }

  static String key(ConsumerRecord<byte[], byte[]> logged) {
    return logged.key() == null ? "" : new String(logged.key(), UTF_8);
  }

  static String header(ConsumerRecord<byte[], byte[]> logged, String name) {
    Header header = logged.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
