package onlyonce.processor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's assigned partitions as the poll loop sees them: which are leased, and whether the
 * worker is busy. At most one task runs at a time; while it runs, the shard's partitions are
 * paused, so a slow or dead database holds back its own partitions only. Confined to the poll
 * loop's thread.
 *
 * <pre>
 *   assigned --(poll still assigns it)--> taking over --> leased --(failed, refused)--> assigned
 *   leased --(unknown rules version)--> stopped          any --(revoked, lost)--> gone
 * </pre>
 */
final class ShardTasks<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardTasks.class);
  private static final Duration BACKOFF = Duration.ofMillis(300);
  private static final Duration IDLE = Duration.ofMillis(500);

  private final ShardWorker<C> worker;
  private final PollThread pollThread;
  private final NavigableMap<Integer, Assigned> assigned = new TreeMap<>();
  private boolean busy;
  private long retryAtNanos = System.nanoTime();

  /** Where a finished task reports, and what it asks of the consumer. */
  interface PollThread {
    /** Runs on the poll loop's thread, soon. */
    void execute(Runnable completion);

    /** Reads go on from this offset. */
    void seek(int partition, long offset);
  }

  /** A partition of this shard that Kafka has assigned to us. */
  private static final class Assigned {
    private @Nullable Lease lease;
    private boolean polledSince;
    private boolean stopped;
  }

  ShardTasks(ShardWorker<C> worker, PollThread pollThread) {
    this.worker = worker;
    this.pollThread = pollThread;
  }

  void assign(int partition) {
    assigned.put(partition, new Assigned());
  }

  void remove(int partition) {
    assigned.remove(partition);
  }

  boolean isBusy() {
    return busy;
  }

  /** Whether the consumer may fetch this partition now. */
  boolean isReadable(int partition) {
    Assigned found = assigned.get(partition);
    return found != null && found.lease != null && !found.stopped && !busy;
  }

  /** A poll has confirmed the assignment; only now may partitions be taken over (again). */
  void polled() {
    assigned.values().forEach(partition -> partition.polledSince = true);
  }

  /** Starts whatever does not need records: takeovers, or noting acknowledged outcomes. */
  void startWithoutRecords() {
    if (busy || System.nanoTime() < retryAtNanos) {
      return;
    }
    List<Integer> wanted = new ArrayList<>();
    List<ApplySlices.Owned> unnoted = new ArrayList<>();
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease;
          if (lease == null && partition.polledSince && !partition.stopped) {
            wanted.add(number);
          } else if (lease != null && lease.isIdleWithUnnotedOutcomes(IDLE.toNanos())) {
            unnoted.add(lease.owned(nothing(lease)));
          }
        });
    if (!wanted.isEmpty()) {
      startTakeOver(wanted);
    } else if (!unnoted.isEmpty()) {
      startApply(unnoted);
    }
  }

  /** Notes acknowledged outcomes of every lease, before closing. */
  void noteOutcomes() {
    if (!busy) {
      List<ApplySlices.Owned> all = new ArrayList<>();
      for (Assigned partition : assigned.values()) {
        if (partition.lease != null) {
          all.add(partition.lease.owned(nothing(partition.lease)));
        }
      }
      if (!all.isEmpty()) {
        startApply(all);
      }
    }
  }

  private static Slice nothing(Lease lease) {
    return new Slice(lease.progress(), lease.progress().nextOffset(), List.of());
  }

  /** Applies what a poll gave for this shard. */
  void start(Polled polled) {
    List<ApplySlices.Owned> slices = new ArrayList<>();
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease;
          if (lease != null && polled.has(number) && isReadable(number)) {
            slices.add(lease.owned(polled.slice(lease.progress())));
          }
        });
    if (!slices.isEmpty()) {
      startApply(slices);
    }
  }

  /** One poll's records by ledger partition. */
  interface Polled {
    boolean has(int partition);

    Slice slice(Progress from);
  }

  private void startTakeOver(List<Integer> wanted) {
    busy = true;
    List<Assigned> asked = wanted.stream().map(assigned::get).toList();
    worker.submit(
        () -> {
          try {
            List<Lease> leases = worker.takeOver(wanted, this::publishFailed);
            pollThread.execute(() -> tookOver(asked, leases));
          } catch (SQLException | RuntimeException e) {
            pollThread.execute(() -> failed(wanted, "takeover", e));
          }
        });
  }

  private void tookOver(List<Assigned> asked, List<Lease> leases) {
    busy = false;
    asked.forEach(partition -> partition.polledSince = false);
    for (Lease lease : leases) {
      Assigned partition = assigned.get(lease.partition());
      if (partition != null && asked.contains(partition)) {
        partition.lease = lease;
        pollThread.seek(lease.partition(), lease.progress().nextOffset());
      }
    }
    if (leases.size() < asked.size()) {
      backOff();
    }
  }

  private void startApply(List<ApplySlices.Owned> slices) {
    busy = true;
    List<Integer> partitions =
        slices.stream().map(owned -> owned.slice().from().partition()).toList();
    List<Long> published = slices.stream().map(owned -> owned.published().value()).toList();
    worker.submit(
        () -> {
          try {
            List<ReadSlice.Reading<C>> readings = worker.apply(slices, this::publishFailed);
            pollThread.execute(() -> applied(slices, readings, published));
          } catch (SQLException | OwnershipLostException | RuntimeException e) {
            pollThread.execute(() -> failed(partitions, "batch", e));
          }
        });
  }

  private void applied(
      List<ApplySlices.Owned> slices,
      List<ReadSlice.Reading<C>> readings,
      List<Long> publishedOffsets) {
    busy = false;
    for (int i = 0; i < readings.size(); i++) {
      Progress to = readings.get(i).to();
      Assigned partition = assigned.get(to.partition());
      if (partition == null
          || partition.lease == null
          || partition.lease.published() != slices.get(i).published()) {
        continue; // Revoked or given up meanwhile; the database has it all the same.
      }
      partition.lease.committed(to, publishedOffsets.get(i));
      if (readings.get(i).stoppedBy().isPresent()) {
        partition.stopped = true;
        LOG.error(
            "ledger partition {} stops at offset {}: its log asks for rules version {}, which this"
                + " processor does not know; run a newer one",
            to.partition(),
            to.nextOffset(),
            readings.get(i).stoppedBy().getAsInt());
      }
    }
  }

  /** Whatever failed, and however far it came: forget, read the truth again from the database. */
  private void failed(Collection<Integer> partitions, String what, Exception cause) {
    busy = false;
    if (cause instanceof OwnershipLostException) {
      LOG.warn("{}; {}", cause.getMessage(), "dropping what was cached");
    } else {
      LOG.warn("a {} of ledger partitions {} failed; taking over again", what, partitions, cause);
    }
    for (int number : partitions) {
      giveUp(assigned.get(number));
    }
    backOff();
  }

  private void publishFailed(int number) {
    pollThread.execute(() -> giveUp(assigned.get(number)));
  }

  private static void giveUp(@Nullable Assigned partition) {
    if (partition != null) {
      partition.lease = null;
      partition.polledSince = false;
    }
  }

  private void backOff() {
    retryAtNanos = System.nanoTime() + BACKOFF.toNanos();
  }

  /** Stops reading a partition whose log does not reach back to where the database is. */
  void stop(TopicPartition partition) {
    Assigned found = assigned.get(partition.partition());
    if (found != null) {
      found.stopped = true;
    }
  }
}
