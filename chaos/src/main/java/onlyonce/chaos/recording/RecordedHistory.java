package onlyonce.chaos.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
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

/**
 * A history as {@link RecordHistory} wrote it. Everything can be read as often as one likes, and is
 * read as a stream. What does not come to its checksum and count throws {@link
 * HistoryFileException}.
 */
public final class RecordedHistory implements History, AutoCloseable {
  private final Path file;
  private final ZipFile zip;
  private final Manifest manifest;
  private final RecordedRun run;

  private RecordedHistory(Path file, ZipFile zip, Manifest manifest) throws IOException {
    this.file = file;
    this.zip = zip;
    this.manifest = manifest;
    this.run = manifest.recordedRun();
  }

  /**
   * Opens a file.
   *
   * @throws HistoryFileException when it is no whole history of a version that is known here
   */
  public static RecordedHistory open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new HistoryFileException(file, "there is no such file", null);
    }
    try {
      ZipFile zip = new ZipFile(file.toFile());
      try {
        return new RecordedHistory(file, zip, manifest(zip));
      } catch (IOException e) {
        zip.close();
        throw e;
      }
    } catch (ZipException e) {
      throw new HistoryFileException(
          file, "it is no history, or was cut off: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new HistoryFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    ZipEntry found = zip.getEntry(Manifest.NAME);
    if (found == null) {
      throw new IOException("it is no history: it has no " + Manifest.NAME);
    }
    byte[] json;
    try (InputStream in = VerifiedEntry.plain(zip, found)) {
      json = in.readAllBytes();
    }
    Manifest manifest = Manifest.decode(json);
    for (String entry : manifest.entries().keySet()) {
      if (zip.getEntry(entry) == null) {
        throw new IOException("its entry " + entry + " is missing");
      }
    }
    return manifest;
  }

  /** What the verdict rests on beside the history. */
  public RecordedRun run() {
    return run;
  }

  @Override
  public List<Journal> journals() {
    return manifest.journals().stream().<Journal>map(RecordedJournal::new).toList();
  }

  @Override
  public void readJournals(JournalListener listener) {
    for (Journal journal : journals()) {
      try {
        JournalReader.read(journal, listener);
      } catch (UncheckedIOException e) {
        throw altered(Entry.journal(journal.name()), String.valueOf(e.getMessage()), e);
      }
    }
  }

  private final class RecordedJournal implements Journal {
    private final String name;

    RecordedJournal(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public InputStream open() throws IOException {
      return VerifiedEntry.compressed(zip, found(Entry.journal(name)));
    }
  }

  @Override
  public int partitions(Topic topic) {
    return manifest.topics().getOrDefault(topic.topicName(), List.of()).size();
  }

  @Override
  public LogRange range(Topic topic, int partition) {
    List<LogRange> ranges = manifest.topics().getOrDefault(topic.topicName(), List.of());
    return partition < ranges.size() ? ranges.get(partition) : LogRange.NONE;
  }

  @Override
  public void readLog(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    if (partition < partitions(topic)) {
      read(Entry.log(topic, partition), reader);
    }
  }

  @Override
  public OptionalLong committed(int ledgerPartition) {
    Long committed = manifest.ledgerPartitions().get(ledgerPartition).committed();
    return committed == null ? OptionalLong.empty() : OptionalLong.of(committed);
  }

  @Override
  public List<ReplicaReading> readReplicas() {
    return manifest.replicas();
  }

  @Override
  public PartitionRows rows(int ledgerPartition) {
    return new RecordedRows(ledgerPartition, manifest.ledgerPartitions().get(ledgerPartition));
  }

  private final class RecordedRows implements PartitionRows {
    private final int partition;
    private final Manifest.LedgerPartition small;

    RecordedRows(int partition, Manifest.LedgerPartition small) {
      this.partition = partition;
      this.small = small;
    }

    @Override
    public List<String> homes() {
      return small.homes();
    }

    @Override
    public Optional<ProgressRow> progress() {
      return small.progress();
    }

    @Override
    public void accounts(Consumer<AccountRow> reader) {
      read(Entry.accounts(partition), reader);
    }

    @Override
    public void postings(Consumer<PostingRow> reader) {
      read(Entry.postings(partition), reader);
    }

    @Override
    public void holds(Consumer<HoldRow> reader) {
      read(Entry.holds(partition), reader);
    }

    @Override
    public void processed(Consumer<ProcessedRow> reader) {
      read(Entry.processed(partition), reader);
    }

    @Override
    public void refused(Consumer<RefusedRow> reader) {
      read(Entry.refused(partition), reader);
    }
  }

  private ZipEntry found(String entry) throws IOException {
    ZipEntry found = zip.getEntry(entry);
    if (found == null) {
      throw new IOException("there is none");
    }
    return found;
  }

  private <T> void read(Entry<T> entry, Consumer<T> reader) {
    long wanted = manifest.entries().getOrDefault(entry.name(), 0L);
    long count = 0;
    try (EntryInput in = new EntryInput(VerifiedEntry.compressed(zip, found(entry.name())))) {
      while (count < wanted) {
        T value = next(entry, in);
        count++;
        reader.accept(value);
      }
      in.requireEnd();
    } catch (EOFException e) {
      throw altered(entry.name(), "it ends after %d of %d".formatted(count, wanted), e);
    } catch (IOException e) {
      throw altered(entry.name(), String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T next(Entry<T> entry, EntryInput in) throws IOException {
    try {
      return entry.reader().read(in);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private HistoryFileException altered(String entry, String what, Exception cause) {
    return new HistoryFileException(
        file, "its entry %s is not what was written: %s".formatted(entry, what), cause);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new HistoryFileException(file, "it does not close", e);
    }
  }
}
