package onlyonce.chaos.history;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Everything that can be known about a run, from three independent sources: what clients intended
 * (journals), what was said (the log) and what stands (the shards). The databases' snapshot is
 * older than the log's ends, so the log holds all that the databases have seen.
 */
public interface History {
  /** Reads every journal from its beginning. */
  void readJournals(JournalListener listener);

  /** How many partitions a topic has; 0 when it is not there. */
  int partitions(Topic topic);

  /** What one partition of a topic holds. */
  LogRange range(Topic topic, int partition);

  /** Reads one partition's committed records in order, from its beginning to the range's end. */
  void readLog(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader);

  /**
   * Where the processors' consumer group goes on in a ledger partition's log, as it committed to
   * Kafka; empty when it never did. Under exactly-once the database alone says so.
   */
  OptionalLong committed(int ledgerPartition);

  /** The rows of a ledger partition. */
  PartitionRows rows(int ledgerPartition);

  /** What every server of replicated shards has; nothing where no shard has standbys. */
  default List<ReplicaReading> readReplicas() {
    return List.of();
  }

  /** Hears what stands in the journals. */
  interface JournalListener {
    /** One line, in the file's order. */
    void entry(String journal, JournalEntry entry);

    /** A line that is neither torn at the file's end nor understood. */
    void unreadable(String journal, long lineNumber, String why);
  }
}
