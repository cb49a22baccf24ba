package onlyonce.localcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import onlyonce.localcluster.process.WriteBehind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel write the nodes' data steadily. Brokers only hand their records to the kernel, and
 * databases their tables; it collects both for half a minute and then writes hundreds of megabytes
 * at a stroke. On the one disk that all nodes of a local cluster share, a commit that falls into it
 * waits up to a tenth of a second. Here the writing begins soon, and nobody waits for it.
 *
 * <p>It promises nothing: as before, a database forces its own log, and it is replication that
 * makes a record durable.
 */
final class SteadyWriting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SteadyWriting.class);
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final int LOOK_FOR_FILES_EVERY = 20;
  private static final Duration LATELY = Duration.ofSeconds(10);
  private static final int SMALL_BYTES = 1 << 16;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("steady-writing").factory());
  private final List<Path> folders;
  private final WriteBehind writeBehind = WriteBehind.INSTANCE;
  private Map<Path, FileTime> lastWritten = new HashMap<>();
  private int round;

  private SteadyWriting(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * Begins, where the kernel offers it (Linux); elsewhere it does nothing.
   *
   * @param folders whose files, and those of their folders, are looked after; none need exist yet
   */
  static SteadyWriting of(List<Path> folders) {
    SteadyWriting steady = new SteadyWriting(folders);
    if (steady.writeBehind.isOffered()) {
      var _ =
          steady.thread.scheduleWithFixedDelay(
              steady::runRound, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }
    return steady;
  }

  private void runRound() {
    try {
      if (round++ % LOOK_FOR_FILES_EVERY == 0) {
        lookForFiles();
      }
      for (Map.Entry<Path, FileTime> file : lastWritten.entrySet()) {
        FileTime written = Files.getLastModifiedTime(file.getKey());
        if (!written.equals(file.getValue())) {
          writeBehind.start(file.getKey());
          file.setValue(written);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("a file went while it was looked at", e);
      round = 0;
    }
  }

  /** Those of some size that grew or changed lately. */
  private void lookForFiles() throws IOException {
    FileTime lately = FileTime.from(Instant.now().minus(LATELY));
    Map<Path, FileTime> found = new HashMap<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files =
            Files.find(folder, 2, (_, attributes) -> isWritten(attributes, lately))) {
          files.forEach(
              file -> found.put(file, lastWritten.getOrDefault(file, FileTime.fromMillis(0))));
        }
      }
    }
    lastWritten = found;
  }

  private static boolean isWritten(BasicFileAttributes file, FileTime lately) {
    return file.isRegularFile()
        && file.size() >= SMALL_BYTES
        && file.lastModifiedTime().compareTo(lately) > 0;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
