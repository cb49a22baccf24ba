package onlyonce.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import onlyonce.chaos.trace.Archive.Span;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;
import onlyonce.saga.SagaChangelog;
import onlyonce.saga.SagaSettings;
import onlyonce.saga.SagaState;
import org.apache.kafka.common.TopicPartition;

/**
 * The sagas as they stand now, read from the changelog of the orchestrators' store: no orchestrator
 * needs to run, and none is asked.
 */
final class SagaStates {
  /** How many a list may hold: more fit neither a terminal nor a person. */
  private static final int MOST = 1_000_000;

  private static final String TOPIC = SagaChangelog.topic(SagaSettings.APPLICATION_ID);

  private SagaStates() {}

  /**
   * Every saga that is in a state which is looked for, the oldest transfer first.
   *
   * @throws UsageException when no orchestrator ever ran, or there are more than a million
   */
  static List<SagaState.Remembered> all(
      Map<String, Object> clientProperties, Predicate<SagaState.Remembered> wanted) {
    Map<UUID, SagaState.Remembered> found = new HashMap<>();
    try (ReadLog log = ReadLog.open(clientProperties)) {
      log.each(
          partitions(log),
          Span.ALL,
          logged -> {
            Optional<SagaState.Remembered> saga =
                SagaChangelog.read(logged.key(), logged.value()).filter(wanted);
            if (saga.isEmpty()) {
              found.remove(SagaChangelog.transferId(logged.key()));
            } else {
              found.put(saga.get().transfer().id(), saga.get());
              if (found.size() > MOST) {
                throw new UsageException(
                    "more than %d sagas are meant; --state and --older-than choose fewer"
                        .formatted(MOST));
              }
            }
          });
    }
    List<SagaState.Remembered> oldestFirst = new ArrayList<>(found.values());
    oldestFirst.sort(
        (a, b) ->
            Long.compare(
                CommandIds.timeMillis(a.transfer().id()),
                CommandIds.timeMillis(b.transfer().id())));
    return oldestFirst;
  }

  /**
   * The saga of one transfer.
   *
   * @return nothing when there never was one, or it was forgotten
   */
  static Optional<SagaState.Remembered> of(Map<String, Object> clientProperties, UUID transferId) {
    List<SagaState.Remembered> last = new ArrayList<>(1);
    try (ReadLog log = ReadLog.open(clientProperties)) {
      log.each(
          List.of(partition(log, transferId)),
          Span.ALL,
          logged -> {
            if (SagaChangelog.transferId(logged.key()).equals(transferId)) {
              last.clear();
              SagaChangelog.read(logged.key(), logged.value()).ifPresent(last::add);
            }
          });
    }
    return last.stream().findFirst();
  }

  /** The changelog's partition for a transfer: that of its start. */
  static TopicPartition partition(ReadLog log, UUID transferId) {
    return new TopicPartition(
        TOPIC, Partitioning.ofKey(transferId.toString(), partitions(log).size()));
  }

  private static List<TopicPartition> partitions(ReadLog log) {
    List<TopicPartition> partitions = log.partitions(TOPIC);
    if (partitions.isEmpty()) {
      throw new UsageException(
          "no orchestrator has ever run against this cluster: there is no topic " + TOPIC);
    }
    return partitions;
  }
}
