package onlyonce.processor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard's connection and the thread that works on it, one task after the other. */
final class ShardWorker<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardWorker.class);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(3);

  private final ExecutorService thread;
  private final ShardSession session;
  private final Handler<C> handler;
  private final TakeOver takeOver;
  private final ApplySlices<C> applySlices;
  private final Republish<C> republish;
  private final PublishOutcomes publisher;
  private @Nullable LogReader log;

  ShardWorker(
      String shard,
      String jdbcUrl,
      ProcessorSettings settings,
      Handler<C> handler,
      Publishing publishing) {
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("onlyonce-" + shard).daemon().factory());
    String sessionName = settings.newSessionName();
    this.session = new ShardSession(jdbcUrl, settings.databaseUser(), sessionName);
    this.handler = handler;
    this.takeOver = new TakeOver(session, sessionName, publishing.knownEpoch());
    this.applySlices = new ApplySlices<>(handler);
    this.publisher = publishing.publisher();
    this.republish = new Republish<>(handler, publisher, () -> openLog(settings));
  }

  /**
   * What the shards share.
   *
   * @param knownEpoch the shard map's epoch by ledger partition
   */
  record Publishing(PublishOutcomes publisher, IntToLongFunction knownEpoch) {}

  /** Runs a task on this shard's thread. */
  void submit(Runnable task) {
    thread.execute(task);
  }

  /** Whether the handler knows the rules that a partition was configured for. */
  boolean decides(int rulesVersion) {
    return handler.decides(rulesVersion);
  }

  /**
   * Takes partitions over and publishes again what their former owner may not have. Those that
   * cannot be taken now are left out.
   */
  List<Lease> takeOver(Collection<Integer> partitions) throws SQLException {
    try {
      List<Lease> leases = new ArrayList<>();
      for (TakeOver.Taken taken : takeOver.run(partitions)) {
        PublishedPrefix published = new PublishedPrefix(taken.progress().publishedOffset());
        if (republished(taken.progress(), published)) {
          leases.add(new Lease(taken, published));
        }
      }
      return leases;
    } catch (SQLException | RuntimeException e) {
      session.discard();
      throw e;
    }
  }

  /** An outcome that cannot be published stops its own partition only. */
  private boolean republished(Progress progress, PublishedPrefix published) throws SQLException {
    try {
      republish.run(session.connection(), progress, published);
      return true;
    } catch (RuntimeException e) {
      LOG.error(
          "ledger partition {} waits: its outcomes from offset {} on cannot be published again: {}",
          progress.partition(),
          published.value(),
          e.toString());
      LOG.debug("the trace", e);
      return false;
    }
  }

  /** Applies one poll in one transaction, then publishes. */
  List<ReadSlice.Reading<C>> apply(List<ApplySlices.Owned> slices)
      throws SQLException, OwnershipLostException {
    ApplySlices.Applied<C> applied;
    try {
      applied = applySlices.run(session.connection(), slices);
    } catch (SQLException | OwnershipLostException | RuntimeException e) {
      session.discard();
      throw e;
    }
    for (int i = 0; i < slices.size(); i++) {
      int partition = slices.get(i).slice().from().partition();
      PublishedPrefix prefix = slices.get(i).published();
      publisher.send(prefix, applied.due().getOrDefault(partition, List.of()));
      prefix.committedTo(applied.readings().get(i).to().nextOffset());
    }
    publisher.sendAgain(applied.again());
    return applied.readings();
  }

  private LogReader openLog(ProcessorSettings settings) {
    if (log == null) {
      log = new LogReader(settings);
    }
    return log;
  }

  /** Takes no more tasks, and lets go of the database after the last one. */
  void end() {
    thread.execute(
        () -> {
          session.close();
          if (log != null) {
            log.close();
          }
        });
    thread.shutdown();
  }

  /** Waits for the last task; one that a dead database holds up is cut off. */
  void awaitEnd() {
    try {
      if (!thread.awaitTermination(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        session.abort();
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      session.abort();
      Thread.currentThread().interrupt();
    }
  }
}
