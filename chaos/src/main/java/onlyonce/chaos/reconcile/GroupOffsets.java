package onlyonce.chaos.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What the processors' consumer group committed to Kafka, at one moment. */
final class GroupOffsets {
  private final Map<TopicPartition, Long> committed;

  private GroupOffsets(Map<TopicPartition, Long> committed) {
    this.committed = committed;
  }

  /** Of a group that nobody asks for. */
  static GroupOffsets none() {
    return new GroupOffsets(Map.of());
  }

  /** Asks Kafka; a group that never was has committed nothing. */
  static GroupOffsets read(Map<String, Object> clientProperties, String group) {
    try (Admin admin = Admin.create(clientProperties)) {
      return read(admin, group);
    }
  }

  static GroupOffsets read(Admin admin, String group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try {
      Map<TopicPartition, OffsetAndMetadata> found =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      found.forEach(
          (partition, offset) -> {
            // Kafka names a partition without an offset, too.
            if (offset != null && partition.topic().equals(Topic.LEDGER_COMMANDS.topicName())) {
              offsets.put(partition, offset.offset());
            }
          });
      return new GroupOffsets(offsets);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return none();
      }
      throw new ReconciliationException(
          "the offsets of consumer group %s cannot be read: %s; are the brokers up?"
              .formatted(group, e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReconciliationException("interrupted while group " + group + " was asked", e);
    }
  }

  OptionalLong of(int ledgerPartition) {
    Long offset =
        committed.get(new TopicPartition(Topic.LEDGER_COMMANDS.topicName(), ledgerPartition));
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** All of them, added up: it grows whenever one is committed. */
  long sum() {
    return committed.values().stream().mapToLong(Long::longValue).sum();
  }
}
