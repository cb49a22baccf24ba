package onlyonce.chaos.reconcile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import onlyonce.chaos.history.History;
import onlyonce.chaos.history.JournalReader;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.messages.Semantics;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The history as brokers, databases and journals hold it now. */
final class LiveHistory implements History, AutoCloseable {
  private final Path journals;
  private final ShardMap map;
  private final List<ShardSnapshot> shards;
  private final LiveLog log;
  private final List<ReplicaAddress> replicas;
  private final GroupOffsets committed;

  private LiveHistory(
      ReconciliationSettings settings,
      GroupOffsets committed,
      List<ShardSnapshot> shards,
      LiveLog log,
      List<ReplicaAddress> replicas) {
    this.journals = settings.journals();
    this.map = settings.map();
    this.committed = committed;
    this.shards = shards;
    this.log = log;
    this.replicas = replicas;
  }

  /**
   * Takes the group's offsets first, the databases' snapshots after them and the log's ends last:
   * what is committed after its effect has its effect in the snapshots, and what has an effect
   * stands in the log.
   */
  static LiveHistory open(ReconciliationSettings settings, Semantics semantics) {
    GroupOffsets committed =
        switch (semantics) {
          case EXACTLY_ONCE -> GroupOffsets.none();
          case AT_LEAST_ONCE, AT_MOST_ONCE ->
              GroupOffsets.read(settings.clientProperties(), settings.processorGroup());
        };
    List<ShardSnapshot> shards = new ArrayList<>();
    try {
      settings.shards().forEach(address -> shards.add(ShardSnapshot.open(address)));
      return new LiveHistory(
          settings,
          committed,
          shards,
          LiveLog.open(settings.clientProperties()),
          settings.replicas());
    } catch (ReconciliationException e) {
      shards.forEach(ShardSnapshot::close);
      throw e;
    }
  }

  @Override
  public List<Journal> journals() {
    return JournalReader.in(journals);
  }

  @Override
  public int partitions(Topic topic) {
    return log.partitions(topic);
  }

  @Override
  public LogRange range(Topic topic, int partition) {
    return log.range(topic, partition);
  }

  @Override
  public void readLog(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    log.read(topic, partition, reader);
  }

  @Override
  public OptionalLong committed(int ledgerPartition) {
    return committed.of(ledgerPartition);
  }

  @Override
  public PartitionRows rows(int ledgerPartition) {
    return new LiveRows(ledgerPartition, shards, map.place(ledgerPartition).shard());
  }

  @Override
  public List<ReplicaReading> readReplicas() {
    return ReadReplicas.of(replicas);
  }

  @Override
  public void close() {
    log.close();
    shards.forEach(ShardSnapshot::close);
  }
}
