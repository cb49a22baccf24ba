package onlyonce.processor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where the group goes on when Kafka remembers; a partition without an offset from its start. */
final class GroupOffsets {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Admin admin;
  private final String groupId;
  private final String topic;

  GroupOffsets(Admin admin, ProcessorSettings settings) {
    this.admin = admin;
    this.groupId = settings.groupId();
    this.topic = settings.topic();
  }

  /**
   * Leases that nothing but the group's membership backs.
   *
   * @throws IllegalStateException when Kafka does not answer
   */
  List<Lease> leases(Collection<Integer> partitions) {
    List<Lease> leases = new ArrayList<>();
    positions(partitions)
        .forEach(
            (partition, offset) -> {
              Progress progress = new Progress(partition, offset, offset, LogClock.START);
              leases.add(
                  new Lease(
                      new TakeOver.Taken(progress, UUID.randomUUID()),
                      new PublishedPrefix(offset)));
            });
    return leases;
  }

  private Map<Integer, Long> positions(Collection<Integer> partitions) {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          within(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata());
      Map<TopicPartition, OffsetSpec> unknown = new HashMap<>();
      Map<Integer, Long> positions = new HashMap<>();
      for (int number : partitions) {
        TopicPartition partition = new TopicPartition(topic, number);
        OffsetAndMetadata offset = committed.get(partition);
        if (offset == null) {
          unknown.put(partition, OffsetSpec.earliest());
        } else {
          positions.put(number, offset.offset());
        }
      }
      if (!unknown.isEmpty()) {
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> starts =
            within(admin.listOffsets(unknown).all());
        starts.forEach((partition, start) -> positions.put(partition.partition(), start.offset()));
      }
      return positions;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka does not tell the offsets of group " + groupId, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static <T> T within(org.apache.kafka.common.KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
