package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams runs: starts and answers, partitioned alike by transfer id, meet one store.
 *
 * <pre>
 * transfers ───────┐           ┌── ledger-commands (to the account's ledger partition)
 *                  ├── sagas ──┼── transfer-results
 * ledger-outcomes ─┘           └── dead-letters
 * </pre>
 */
final class SagaTopology {
  private static final String DRIVER = "drive-sagas";

  /** A broken clock's negative time must not stop the stream. */
  private static final TimestampExtractor NEVER_NEGATIVE =
      (kafkaRecord, _) -> Math.max(0, kafkaRecord.timestamp());

  private SagaTopology() {}

  /**
   * @param partitions of {@code transfers} and {@code ledger-outcomes}
   */
  static Topology build(
      SagaSettings.Log log, int partitions, SagaCounters counters, CommitPace pace) {
    SagaRules rules = new SagaRules(log.partitioning(), log.dedupWindow(), log.retries());
    Incoming incoming = new Incoming(partitions);
    Backlog backlog = new Backlog();
    Topology topology = new Topology();
    for (Topic topic : new Topic[] {Topic.TRANSFERS, Topic.LEDGER_OUTCOMES}) {
      topology.addSource(
          AutoOffsetReset.earliest(),
          topic.topicName(),
          NEVER_NEGATIVE,
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          topic.topicName());
    }
    topology.addProcessor(
        DRIVER,
        () -> new CommitInTime(new DriveSagas(rules, incoming, log, counters, backlog, pace), pace),
        Topic.TRANSFERS.topicName(),
        Topic.LEDGER_OUTCOMES.topicName());
    topology.addStateStore(SagaStore.builder(), DRIVER);
    topology.addStateStore(TaskStore.builder(), DRIVER);
    addSink(topology, Topic.LEDGER_COMMANDS, byAccount(log.partitioning()));
    // Without a partitioner the producer puts a key where Partitioning.ofKey does.
    addSink(topology, Topic.TRANSFER_RESULTS, null);
    addSink(topology, Topic.DEAD_LETTERS, null);
    return topology;
  }

  private static void addSink(
      Topology topology, Topic topic, @Nullable StreamPartitioner<byte[], byte[]> partitioner) {
    topology.addSink(
        topic.topicName(),
        topic.topicName(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        partitioner,
        DRIVER);
  }

  private static StreamPartitioner<byte[], byte[]> byAccount(Partitioning partitioning) {
    return (_, key, _, _) ->
        Optional.of(Set.of(partitioning.of(new AccountId(new String(key, UTF_8)))));
  }
}
