package onlyonce.localcluster.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel write the brokers' logs steadily. A broker only hands its records to the kernel,
 * which collects them for half a minute and then writes hundreds of megabytes at a stroke; on the
 * one disk that all nodes of a local cluster share, a database's commit that falls into it waits up
 * to a tenth of a second. Here the writing begins soon after the append, and nobody waits for it.
 *
 * <p>It promises nothing: as before, it is replication that makes a record durable.
 */
public final class SteadyWriting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SteadyWriting.class);
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final int LOOK_FOR_FILES_EVERY = 10;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("steady-writing").factory());
  private final List<Path> dataFolders;
  private final WriteBehind writeBehind;
  private Map<Path, Long> sizes = new HashMap<>();
  private int round;

  private SteadyWriting(List<Path> dataFolders, WriteBehind writeBehind) {
    this.dataFolders = dataFolders;
    this.writeBehind = writeBehind;
  }

  /**
   * Begins, where the kernel offers it (Linux); elsewhere it does nothing.
   *
   * @param dataFolders the brokers' {@code log.dirs}, which need not exist yet
   */
  public static SteadyWriting of(List<Path> dataFolders) {
    SteadyWriting steady = new SteadyWriting(List.copyOf(dataFolders), WriteBehind.INSTANCE);
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
      for (Map.Entry<Path, Long> file : sizes.entrySet()) {
        long size = Files.size(file.getKey());
        if (size != file.getValue()) {
          writeBehind.start(file.getKey());
          file.setValue(size);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("a segment went while it was looked at", e);
      round = 0;
    }
  }

  /** Of each topic's partition the segment that is written now. */
  private void lookForFiles() throws IOException {
    Map<Path, Long> found = new HashMap<>();
    for (Path folder : dataFolders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files =
          Files.find(folder, 2, (path, _) -> path.toString().endsWith(".log"))) {
        Map<Path, Path> active = new HashMap<>();
        files.forEach(file -> active.merge(file.getParent(), file, SteadyWriting::later));
        active.values().forEach(file -> found.put(file, sizes.getOrDefault(file, 0L)));
      }
    }
    sizes = found;
  }

  /** Segments are named by their first offset, with leading zeros. */
  private static Path later(Path one, Path other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
