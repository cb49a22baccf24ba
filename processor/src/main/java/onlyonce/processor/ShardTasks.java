package onlyonce.processor;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's assigned partitions as the poll loop sees them: which are leased, and whether the
 * worker is busy. At most one task runs at a time; while it runs, the shard's partitions are
 * paused, so a slow or dead database holds back its own partitions only. Confined to the poll
 * loop's thread.
 *
 * <p>Whatever fails, and however far it came, the answer is the same: forget the lease, and read
 * the truth again from the database, by a takeover.
 */
final class ShardTasks<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardTasks.class);
  private static final Duration BACKOFF = Duration.ofMillis(300);
  private static final Duration LONG_BACKOFF = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMillis(500);

  private final ShardWorker<C> worker;
  private final PollThread pollThread;
  private final NavigableMap<Integer, AssignedPartition> assigned = new TreeMap<>();
  private boolean busy;
  private String lastFailure = "";

  /** Where a finished task reports, and what it asks of the consumer. */
  interface PollThread {
    /** Runs on the poll loop's thread, soon. */
    void execute(Runnable completion);

    /** Reads go on from this offset. */
    void seek(int partition, long offset);
  }

  /** Work for the shard's thread; what it returns runs on the poll loop's thread. */
  private interface Task {
    Runnable run() throws SQLException, OwnershipLostException;
  }

  ShardTasks(ShardWorker<C> worker, PollThread pollThread) {
    this.worker = worker;
    this.pollThread = pollThread;
  }

  void assign(int partition) {
    assigned.put(partition, new AssignedPartition());
  }

  void remove(int partition) {
    assigned.remove(partition);
  }

  /** The ledger partitions of this shard that Kafka has assigned to us. */
  Set<Integer> assigned() {
    return new TreeSet<>(assigned.keySet());
  }

  boolean isBusy() {
    return busy;
  }

  /** Whether the consumer may fetch this partition now. */
  boolean isReadable(int partition) {
    AssignedPartition found = assigned.get(partition);
    return found != null && found.isReadable() && !busy;
  }

  /** How far a leased partition has come in the database. */
  OptionalLong nextOffset(int partition) {
    AssignedPartition found = assigned.get(partition);
    Lease lease = found == null ? null : found.lease();
    return lease == null ? OptionalLong.empty() : OptionalLong.of(lease.progress().nextOffset());
  }

  /** A poll has confirmed the assignments. */
  void polled() {
    assigned.values().forEach(AssignedPartition::polled);
  }

  /** Starts whatever does not need records: takeovers, or noting acknowledged outcomes. */
  void startWithoutRecords() {
    giveUpUnpublished();
    if (busy) {
      return;
    }
    NavigableMap<Integer, AssignedPartition> wanted = new TreeMap<>();
    List<ApplySlices.Owned> unnoted = new ArrayList<>();
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease();
          if (partition.wantsTakeOver()) {
            wanted.put(number, partition);
          } else if (lease != null && lease.isIdleWithUnnotedOutcomes(IDLE.toNanos())) {
            unnoted.add(lease.owned(Slice.nothing(lease.progress())));
          }
        });
    if (!wanted.isEmpty()) {
      startTakeOver(wanted);
    } else if (!unnoted.isEmpty()) {
      startApply(unnoted);
    }
  }

  /** What Kafka gave up on is published again by a takeover, from what the database stored. */
  private void giveUpUnpublished() {
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease();
          if (lease != null && lease.published().hasFailed()) {
            LOG.warn(
                "outcomes of ledger partition {} were not published; taking over again", number);
            partition.giveUp(LONG_BACKOFF);
          }
        });
  }

  /** Waits for the acknowledgements of every lease's outcomes and notes them, before closing. */
  void noteOutcomes(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<ApplySlices.Owned> all = new ArrayList<>();
    for (AssignedPartition partition : assigned.values()) {
      Lease lease = partition.lease();
      if (lease != null && !busy) {
        lease.published().await(Duration.ofNanos(deadline - System.nanoTime()));
        all.add(lease.owned(Slice.nothing(lease.progress())));
      }
    }
    if (!all.isEmpty()) {
      startApply(all);
    }
  }

  /** Applies what a poll gave for this shard. */
  void start(PolledRecords polled) {
    List<ApplySlices.Owned> slices = new ArrayList<>();
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease();
          if (lease != null && polled.has(number) && isReadable(number)) {
            slices.add(lease.owned(polled.slice(lease.progress())));
          }
        });
    if (!slices.isEmpty()) {
      startApply(slices);
    }
  }

  private void startTakeOver(NavigableMap<Integer, AssignedPartition> wanted) {
    List<Integer> numbers = List.copyOf(wanted.keySet());
    submit(
        numbers,
        "takeover",
        () -> {
          List<Lease> leases = worker.takeOver(numbers);
          return () -> tookOver(wanted, leases);
        });
  }

  private void tookOver(NavigableMap<Integer, AssignedPartition> wanted, List<Lease> leases) {
    busy = false;
    wanted.values().forEach(partition -> partition.giveUp(LONG_BACKOFF)); // Those left out.
    for (Lease lease : leases) {
      AssignedPartition partition = assigned.get(lease.partition());
      if (partition == null || partition != wanted.get(lease.partition())) {
        continue; // Revoked meanwhile, and perhaps assigned anew.
      }
      partition.leased(lease);
      pollThread.seek(lease.partition(), lease.progress().nextOffset());
      int rulesVersion = lease.progress().clock().rulesVersion();
      if (!worker.decides(rulesVersion)) {
        stop(partition, lease.progress(), rulesVersion);
      }
    }
  }

  private void startApply(List<ApplySlices.Owned> slices) {
    List<Integer> partitions =
        slices.stream().map(owned -> owned.slice().from().partition()).toList();
    List<Long> published = slices.stream().map(owned -> owned.published().value()).toList();
    submit(
        partitions,
        "batch",
        () -> {
          List<ReadSlice.Reading<C>> readings = worker.apply(slices);
          return () -> applied(slices, readings, published);
        });
  }

  private void applied(
      List<ApplySlices.Owned> slices,
      List<ReadSlice.Reading<C>> readings,
      List<Long> publishedOffsets) {
    busy = false;
    lastFailure = "";
    for (int i = 0; i < readings.size(); i++) {
      Progress to = readings.get(i).to();
      AssignedPartition partition = assigned.get(to.partition());
      Lease lease = partition == null ? null : partition.lease();
      if (partition == null || lease == null || lease.published() != slices.get(i).published()) {
        continue; // Revoked or given up meanwhile; the database has it all the same.
      }
      lease.committed(to, publishedOffsets.get(i));
      OptionalInt unknownRules = readings.get(i).stoppedBy();
      if (unknownRules.isPresent()) {
        stop(partition, to, unknownRules.getAsInt());
      }
    }
  }

  private static void stop(AssignedPartition partition, Progress at, int rulesVersion) {
    partition.stop();
    LOG.error(
        "ledger partition {} stops at offset {}: its log asks for rules version {}, which this"
            + " processor does not know; run a newer one",
        at.partition(),
        at.nextOffset(),
        rulesVersion);
  }

  private void submit(List<Integer> partitions, String what, Task task) {
    busy = true;
    worker.submit(
        () -> {
          try {
            pollThread.execute(task.run());
          } catch (SQLException | OwnershipLostException | RuntimeException e) {
            pollThread.execute(() -> failed(partitions, what, e));
          } catch (Error e) {
            pollThread.execute(
                () -> {
                  throw e; // The poll loop must not go on without this shard in silence.
                });
          }
        });
  }

  private void failed(Collection<Integer> partitions, String what, Exception cause) {
    busy = false;
    String brief = brief(cause);
    if (cause instanceof OwnershipLostException) {
      LOG.warn("{}; what was cached is dropped", brief);
    } else if (lastFailure.equals(brief) || isBrokenConnection(cause)) {
      LOG.warn("a {} of ledger partitions {} failed: {}", what, partitions, brief);
    } else {
      LOG.warn("a {} of ledger partitions {} failed; taking over again", what, partitions, cause);
    }
    lastFailure = brief;
    for (int number : partitions) {
      giveUp(number, BACKOFF);
    }
  }

  /** A batch's exception recites its statement; what went wrong stands in the next one. */
  private static String brief(Exception cause) {
    SQLException next = cause instanceof BatchUpdateException e ? e.getNextException() : null;
    return String.valueOf((next == null ? cause : next).getMessage());
  }

  /** SQLState classes 08 (connection) and 57 (operator's intervention): the trace tells nothing. */
  private static boolean isBrokenConnection(Exception cause) {
    return cause instanceof SQLException e
        && e.getSQLState() != null
        && (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57"));
  }

  /** The log does not hold what comes next; a person must look, and then it goes on by itself. */
  void outOfRange(int partition) {
    giveUp(partition, LONG_BACKOFF);
  }

  private void giveUp(int number, Duration pause) {
    AssignedPartition found = assigned.get(number);
    if (found != null) {
      found.giveUp(pause);
    }
  }
}
