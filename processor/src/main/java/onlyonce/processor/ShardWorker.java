package onlyonce.processor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** One shard's connection and the thread that works on it, one task after the other. */
final class ShardWorker<C> implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final ExecutorService thread;
  private final ShardSession session;
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

  /**
   * Takes partitions over and publishes again what their former owner may not have.
   *
   * @param publishFailed told the ledger partition when Kafka gave up on one of its outcomes
   */
  List<Lease> takeOver(Collection<Integer> partitions, IntConsumer publishFailed)
      throws SQLException {
    try {
      List<Lease> leases =
          takeOver.run(partitions).stream()
              .map(
                  taken ->
                      new Lease(taken, new PublishedPrefix(taken.progress().publishedOffset())))
              .toList();
      for (Lease lease : leases) {
        republish.run(
            session.connection(),
            lease.progress(),
            lease.published(),
            () -> publishFailed.accept(lease.partition()));
      }
      return leases;
    } catch (SQLException | RuntimeException e) {
      session.discard();
      throw e;
    }
  }

  /** Applies one poll in one transaction, then publishes. */
  List<ReadSlice.Reading<C>> apply(List<ApplySlices.Owned> slices, IntConsumer publishFailed)
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
      publisher.send(
          prefix,
          applied.due().getOrDefault(partition, List.of()),
          () -> publishFailed.accept(partition));
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

  @Override
  public void close() {
    thread.execute(
        () -> {
          session.close();
          if (log != null) {
            log.close();
          }
        });
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
