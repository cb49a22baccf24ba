package onlyonce.chaos.history;

import java.util.List;
import java.util.OptionalLong;
import onlyonce.messages.Topic;

/**
 * Everything that can be known about a run, from three independent sources: what clients intended
 * (journals), what was said (the log) and what stands (the shards). The databases' snapshot is
 * older than the log's ends, so the log holds all that the databases have seen.
 */
public interface History extends Sources {
  /** What one partition of a topic holds. */
  LogRange range(Topic topic, int partition);

  /**
   * Where the processors' consumer group goes on in a ledger partition's log, as it committed to
   * Kafka; empty when it never did. Under exactly-once the database alone says so.
   */
  OptionalLong committed(int ledgerPartition);

  /** What every server of replicated shards has; nothing where no shard has standbys. */
  default List<ReplicaReading> readReplicas() {
    return List.of();
  }
}
