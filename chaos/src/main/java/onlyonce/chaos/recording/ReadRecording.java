package onlyonce.chaos.recording;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.History;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.JournalReader;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A history that is written down while it is read. */
final class ReadRecording implements History {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.TRANSFERS,
          Topic.LEDGER_COMMANDS,
          Topic.LEDGER_OUTCOMES,
          Topic.TRANSFER_RESULTS,
          Topic.DEAD_LETTERS);

  private final History history;
  private final RecordHistory file;
  private final int ledgerPartitions;
  private final List<Journal> journals;
  private final SortedMap<String, List<LogRange>> topics = new TreeMap<>();
  private final List<Manifest.LedgerPartition> small = new ArrayList<>();
  private @Nullable List<ReplicaReading> replicas;

  ReadRecording(History history, RecordHistory file, int ledgerPartitions) {
    this.history = history;
    this.file = file;
    this.ledgerPartitions = ledgerPartitions;
    this.journals = history.journals();
  }

  /** Whatever was not yet read. */
  void readRest() {
    for (Journal journal : journals) {
      if (!file.has(Entry.journal(journal.name()))) {
        JournalReader.readLines(new Copied(journal), (_, _, _, _) -> {});
      }
    }
    for (Topic topic : TOPICS) {
      List<LogRange> ranges = new ArrayList<>();
      for (int partition = 0; partition < partitions(topic); partition++) {
        if (!file.has(Entry.log(topic, partition).name())) {
          readLog(topic, partition, _ -> {});
        }
        ranges.add(range(topic, partition));
      }
      topics.put(topic.topicName(), ranges);
    }
    for (int partition = 0; partition < ledgerPartitions; partition++) {
      readRest(partition);
    }
    var _ = readReplicas();
  }

  private void readRest(int partition) {
    PartitionRows rows = rows(partition);
    unless(Entry.accounts(partition), rows::accounts);
    unless(Entry.postings(partition), rows::postings);
    unless(Entry.holds(partition), rows::holds);
    unless(Entry.processed(partition), rows::processed);
    unless(Entry.refused(partition), rows::refused);
    OptionalLong committed = committed(partition);
    small.add(
        new Manifest.LedgerPartition(
            List.copyOf(rows.homes()),
            rows.progress(),
            committed.isPresent() ? committed.getAsLong() : null));
  }

  private <T> void unless(Entry<T> entry, RecordHistory.Source<T> source) {
    if (!file.has(entry.name())) {
      source.read(_ -> {});
    }
  }

  Manifest manifest(RecordedRun run, SortedMap<String, Long> entries) {
    if (small.size() != ledgerPartitions) {
      throw new IllegalStateException("the history was not read to its end");
    }
    return new Manifest(
        Manifest.FORMAT,
        Manifest.VERSION,
        run.context(),
        Manifest.json(run),
        run.rest(),
        run.at(),
        journals.stream().map(Journal::name).toList(),
        topics,
        small,
        readReplicas(),
        entries);
  }

  @Override
  public List<Journal> journals() {
    return journals.stream()
        .<Journal>map(
            journal -> file.has(Entry.journal(journal.name())) ? journal : new Copied(journal))
        .toList();
  }

  /** Its bytes are written down as they pass, so what a producer adds later is in neither. */
  private final class Copied implements Journal {
    private final Journal journal;

    Copied(Journal journal) {
      this.journal = journal;
    }

    @Override
    public String name() {
      return journal.name();
    }

    @Override
    public InputStream open() throws IOException {
      String entry = Entry.journal(name());
      OutputStream copy = file.open(entry);
      return new FilterInputStream(journal.open()) {
        private long bytes;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
          int read = in.read(into, start, length);
          if (read > 0) {
            copy.write(into, start, read);
            bytes += read;
          }
          return read;
        }

        @Override
        public void close() throws IOException {
          in.close();
          copy.close();
          file.ended(entry, bytes);
        }
      };
    }
  }

  @Override
  public int partitions(Topic topic) {
    return history.partitions(topic);
  }

  @Override
  public LogRange range(Topic topic, int partition) {
    return history.range(topic, partition);
  }

  @Override
  public void readLog(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    file.record(
        Entry.log(topic, partition), each -> history.readLog(topic, partition, each), reader);
  }

  @Override
  public OptionalLong committed(int ledgerPartition) {
    return history.committed(ledgerPartition);
  }

  @Override
  public List<ReplicaReading> readReplicas() {
    if (replicas == null) {
      replicas = List.copyOf(history.readReplicas());
    }
    return replicas;
  }

  @Override
  public PartitionRows rows(int ledgerPartition) {
    PartitionRows rows = history.rows(ledgerPartition);
    return new PartitionRows() {
      @Override
      public List<String> homes() {
        return rows.homes();
      }

      @Override
      public Optional<ProgressRow> progress() {
        return rows.progress();
      }

      @Override
      public void accounts(Consumer<AccountRow> reader) {
        file.record(Entry.accounts(ledgerPartition), rows::accounts, reader);
      }

      @Override
      public void postings(Consumer<PostingRow> reader) {
        file.record(Entry.postings(ledgerPartition), rows::postings, reader);
      }

      @Override
      public void holds(Consumer<HoldRow> reader) {
        file.record(Entry.holds(ledgerPartition), rows::holds, reader);
      }

      @Override
      public void processed(Consumer<ProcessedRow> reader) {
        file.record(Entry.processed(ledgerPartition), rows::processed, reader);
      }

      @Override
      public void refused(Consumer<RefusedRow> reader) {
        file.record(Entry.refused(ledgerPartition), rows::refused, reader);
      }
    };
  }
}
