package onlyonce.processor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One shard's connection and the thread that works on it, one task after the other. */
final class ShardWorker<C> {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(3);

  private final ExecutorService thread;
  private final ShardSession session;
  private final Delivery<C> delivery;
  private final Runnable atEnd;
  private final ProcessorListener listener;
  private final String shard;

  /**
   * @param session of this worker alone
   * @param delivery on that session
   * @param atEnd runs on the thread after its last task
   * @param listener told of what the thread does
   */
  ShardWorker(
      String shard,
      ShardSession session,
      Delivery<C> delivery,
      Runnable atEnd,
      ProcessorListener listener) {
    this.shard = shard;
    this.listener = listener;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("onlyonce-" + shard).daemon().factory());
    this.session = session;
    this.delivery = delivery;
    this.atEnd = atEnd;
  }

  /** Runs a task on this shard's thread. */
  void submit(Runnable task) {
    thread.execute(task);
  }

  /** Takes partitions over; those that cannot be taken now are left out. */
  List<Lease> takeOver(Collection<Integer> partitions) throws SQLException {
    try {
      List<Lease> leases = delivery.takeOver(partitions);
      listener.tookOver(shard, leases.size());
      return leases;
    } catch (SQLException | RuntimeException e) {
      session.discard();
      delivery.forget(partitions);
      throw e;
    }
  }

  /** Applies a batch in one transaction, then publishes what it came to. */
  void apply(List<Owned<C>> batch) throws SQLException, OwnershipLostException {
    try {
      CommittedBatch committed = delivery.apply(batch);
      // Others only note what was published.
      if (committed.records() > 0) {
        listener.committed(shard, committed);
      }
    } catch (SQLException | OwnershipLostException | RuntimeException e) {
      if (e instanceof OwnershipLostException) {
        listener.ownershipLost(shard);
      } else {
        listener.failed(shard);
      }
      session.discard();
      delivery.forget(batch.stream().map(Owned::partition).toList());
      throw e;
    }
  }

  /** Does what the tables of partitions need. */
  void upkeep(Upkeep due, Collection<Integer> partitions) throws SQLException {
    try {
      delivery.upkeep(due, partitions);
    } catch (SQLException | RuntimeException e) {
      session.discard();
      throw e;
    }
  }

  /**
   * Lets go of what was remembered of a partition that is gone.
   *
   * @param gone runs on this thread then: nothing of the partition is under way here any more
   */
  void forget(int partition, Runnable gone) {
    thread.execute(
        () -> {
          delivery.letGo(List.of(partition));
          gone.run();
        });
  }

  /** The map names this server no more: what is under way is cut off, so that it ends soon. */
  void retire() {
    session.abort();
    end();
  }

  boolean hasEnded() {
    return thread.isTerminated();
  }

  /** Takes no more tasks, and lets go of the database after the last one. */
  void end() {
    thread.execute(
        () -> {
          session.close();
          delivery.close();
          atEnd.run();
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
