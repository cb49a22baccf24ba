package onlyonce.chaos.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.History;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A history that a test writes by hand, and then spoils. */
public final class WrittenHistory implements History {
  private final int partitions;
  public final List<JournalEntry> journal = new ArrayList<>();
  public final List<String> brokenJournalLines = new ArrayList<>();
  public String tornJournalLine = "";
  public final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
  public final Map<TopicPartition, Long> begins = new HashMap<>();
  public final Map<Integer, Long> committed = new HashMap<>();
  public final List<ReplicaReading> replicas = new ArrayList<>();
  private final Map<Integer, Rows> rows = new HashMap<>();

  public WrittenHistory(int partitions) {
    this.partitions = partitions;
    for (int partition = 0; partition < partitions; partition++) {
      rows.put(partition, new Rows());
    }
  }

  /** The records of one partition; the test adds and removes. */
  public List<ConsumerRecord<byte[], byte[]>> records(Topic topic, int partition) {
    return log.computeIfAbsent(
        new TopicPartition(topic.topicName(), partition), key -> new ArrayList<>());
  }

  @Override
  public List<ReplicaReading> readReplicas() {
    return replicas;
  }

  @Override
  public List<Journal> journals() {
    StringBuilder lines = new StringBuilder();
    brokenJournalLines.forEach(line -> lines.append(line).append('\n'));
    journal.forEach(entry -> lines.append(JournalLines.of(entry)).append('\n'));
    lines.append(tornJournalLine);
    return List.of(
        new Journal() {
          @Override
          public String name() {
            return "test.jsonl";
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(lines.toString().getBytes(UTF_8));
          }
        });
  }

  @Override
  public int partitions(Topic topic) {
    return topic == Topic.DEAD_LETTERS ? 1 : partitions;
  }

  @Override
  public LogRange range(Topic topic, int partition) {
    List<ConsumerRecord<byte[], byte[]>> records = records(topic, partition);
    long begin = begins.getOrDefault(new TopicPartition(topic.topicName(), partition), 0L);
    return new LogRange(begin, records.isEmpty() ? begin : records.getLast().offset() + 1);
  }

  @Override
  public void readLog(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    records(topic, partition).forEach(reader);
  }

  @Override
  public OptionalLong committed(int ledgerPartition) {
    Long offset = committed.get(ledgerPartition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public Rows rows(int ledgerPartition) {
    return rows.getOrDefault(ledgerPartition, new Rows());
  }

  /** One ledger partition's rows; the test adds and removes. */
  public static final class Rows implements PartitionRows {
    public final List<String> homes = new ArrayList<>(List.of("shard-1"));
    public @Nullable ProgressRow progress;
    public final List<AccountRow> accounts = new ArrayList<>();
    public final List<PostingRow> postings = new ArrayList<>();
    public final List<HoldRow> holds = new ArrayList<>();
    public final List<ProcessedRow> processed = new ArrayList<>();
    public final List<RefusedRow> refused = new ArrayList<>();

    @Override
    public List<String> homes() {
      return homes;
    }

    @Override
    public Optional<ProgressRow> progress() {
      return Optional.ofNullable(progress);
    }

    @Override
    public void accounts(Consumer<AccountRow> reader) {
      accounts.forEach(reader);
    }

    @Override
    public void postings(Consumer<PostingRow> reader) {
      postings.forEach(reader);
    }

    @Override
    public void holds(Consumer<HoldRow> reader) {
      holds.forEach(reader);
    }

    @Override
    public void processed(Consumer<ProcessedRow> reader) {
      processed.forEach(reader);
    }

    @Override
    public void refused(Consumer<RefusedRow> reader) {
      refused.forEach(reader);
    }
  }
}
