package onlyonce.chaos.fault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Topic;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Looks for the dead letters of records that somebody wrote, by where these lie. */
final class RefusedLetters {
  private final Surroundings surroundings;
  private final Map<TopicPartition, Long> begin;
  private final List<String> origins;

  /**
   * @param begin where the dead letters ended before the records were written
   */
  RefusedLetters(
      Surroundings surroundings, Map<TopicPartition, Long> begin, List<RecordMetadata> written) {
    this.surroundings = surroundings;
    this.begin = begin;
    this.origins =
        written.stream()
            .map(place -> origin(place.topic(), place.partition(), place.offset()))
            .toList();
  }

  private static String origin(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  /** Says why they were refused, once each of them was. */
  Optional<String> all() {
    Map<String, DeadLetterReason> reasons = new TreeMap<>();
    try (LogView log = new LogView(surroundings.clientProperties())) {
      for (ConsumerRecord<byte[], byte[]> logged : log.from(Topic.DEAD_LETTERS, begin)) {
        read(logged)
            .ifPresent(
                letter ->
                    reasons.put(
                        origin(letter.topic(), letter.partition(), letter.offset()),
                        letter.reason()));
      }
    }
    if (!reasons.keySet().containsAll(origins)) {
      return Optional.empty();
    }
    Map<String, Long> counts =
        origins.stream()
            .collect(
                Collectors.groupingBy(
                    origin -> label(reasons, origin), TreeMap::new, Collectors.counting()));
    return Optional.of(
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(
                Collectors.joining(
                    ", ", "each of the %d is a dead letter: ".formatted(origins.size()), "")));
  }

  private static String label(Map<String, DeadLetterReason> reasons, String origin) {
    DeadLetterReason reason = reasons.get(origin);
    return reason == null ? "not refused" : reason.label();
  }

  private static Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> logged) {
    try {
      return Optional.of(DeadLetter.read(logged.headers()));
    } catch (UnreadableException e) {
      return Optional.empty(); // Somebody else's.
    }
  }
}
