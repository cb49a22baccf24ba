package onlyonce.chaos.recording;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import onlyonce.chaos.history.History;
import onlyonce.messages.Partitioning;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history into one file while it is read, so that the file holds exactly what was
 * examined, and no source is read twice. First {@link #over}, whose history is to be read; then
 * {@link #complete}, while its sources are open; then {@link #finish}. A file that was not finished
 * never comes to stand under its name.
 *
 * <p>The file is a ZIP file with an entry for each source, which {@code unzip} and {@code zstd}
 * open. ZIP's own compression took five times as long, so it is switched off.
 */
public final class RecordHistory implements AutoCloseable {
  private static final int ZSTD_LEVEL = 1;
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final Path part;
  private final Partitioning partitioning;
  private final ZipOutputStream zip;
  private final SortedMap<String, Long> entries = new TreeMap<>();
  private @Nullable ReadRecording reading;
  private @Nullable String open;
  private boolean finished;

  private RecordHistory(Path file, Path part, Partitioning partitioning) throws IOException {
    this.file = file;
    this.part = part;
    this.partitioning = partitioning;
    this.zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES));
    zip.setLevel(Deflater.NO_COMPRESSION);
  }

  /**
   * Begins a file; its folder is made when it is not there, an older file is replaced at the end.
   *
   * @throws HistoryFileException when it cannot be written
   */
  public static RecordHistory to(Path file, Partitioning partitioning) {
    Path absolute = file.toAbsolutePath();
    try {
      if (absolute.getParent() != null) {
        Files.createDirectories(absolute.getParent());
      }
      return new RecordHistory(
          absolute, absolute.resolveSibling(absolute.getFileName() + ".part"), partitioning);
    } catch (IOException e) {
      throw new HistoryFileException(file, "it cannot be written", e);
    }
  }

  /** The same history, whose sources are written down when they are read for the first time. */
  public History over(History history) {
    ReadRecording recording = new ReadRecording(history, this, partitioning.count());
    reading = recording;
    return recording;
  }

  /** Reads and writes what nobody has asked for. */
  public void complete() {
    if (reading == null) {
      throw new IllegalStateException("no history was read into " + file);
    }
    reading.readRest();
  }

  /**
   * Puts the file into its place.
   *
   * @throws HistoryFileException when it cannot be written
   */
  public void finish(RecordedRun run) {
    if (reading == null || !run.partitioning().equals(partitioning)) {
      throw new IllegalStateException("not the history that was read into " + file);
    }
    byte[] manifest = reading.manifest(run, entries).encode();
    try {
      zip.putNextEntry(new ZipEntry(Manifest.NAME));
      zip.write(manifest);
      zip.closeEntry();
      zip.close();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      finished = true;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  boolean has(String entry) {
    return entries.containsKey(entry);
  }

  /** Hears one source's rows or records, to be written down before they are passed on. */
  interface Source<T> {
    void read(Consumer<T> reader);
  }

  /** Reads a source; the first time, it is written down. */
  <T> void record(Entry<T> entry, Source<T> source, Consumer<T> reader) {
    if (has(entry.name())) {
      source.read(reader);
      return;
    }
    long[] count = new long[1];
    try (EntryOutput out = new EntryOutput(open(entry.name()))) {
      source.read(
          value -> {
            write(entry, out, value);
            count[0]++;
            reader.accept(value);
          });
    } catch (IOException e) {
      throw failed(e);
    }
    entries.put(entry.name(), count[0]);
  }

  private <T> void write(Entry<T> entry, EntryOutput out, T value) {
    try {
      entry.writer().write(out, value);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Begins an entry of bytes; whoever closes the stream says how many there were. */
  OutputStream open(String entry) throws IOException {
    if (open != null) {
      throw new IllegalStateException(entry + " began before " + open + " ended");
    }
    open = entry;
    zip.putNextEntry(new ZipEntry(entry));
    return new ZstdOutputStream(
        new FilterOutputStream(zip) {
          @Override
          public void write(byte[] bytes, int start, int length) throws IOException {
            zip.write(bytes, start, length);
          }

          @Override
          public void close() throws IOException {
            zip.closeEntry();
            open = null;
          }
        },
        ZSTD_LEVEL);
  }

  void ended(String entry, long bytes) {
    entries.put(entry, bytes);
  }

  HistoryFileException failed(IOException cause) {
    return new HistoryFileException(file, "it cannot be written: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    try {
      zip.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
