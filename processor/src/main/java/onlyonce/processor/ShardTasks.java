package onlyonce.processor;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's assigned partitions as the poll loop sees them: which are leased, what was read of
 * them, and whether the worker is busy. Confined to the poll loop's thread.
 *
 * <p>At most one task runs at a time. What is polled meanwhile is read at once and waits for the
 * next transaction, so batches are as small as the load allows and as large as it demands. When a
 * batch is full the shard's partitions are paused: a slow or dead database holds back its own
 * partitions only.
 *
 * <p>Whatever fails, and however far it came, the answer is the same: forget the lease and what was
 * read in it, and read the truth again, by a takeover.
 */
final class ShardTasks<C> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardTasks.class);
  private static final Duration BACKOFF = Duration.ofMillis(300);
  private static final Duration LONG_BACKOFF = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMillis(500);

  private final ShardWorker<C> worker;
  private final ReadSlice<C> reader;
  private final int fullBatch;
  private final PollThread<C> pollThread;
  private final NavigableMap<Integer, AssignedPartition> assigned = new TreeMap<>();
  private final NavigableMap<Integer, List<Owned<C>>> waiting = new TreeMap<>();
  private int waitingRecords;
  private boolean busy;
  private final UpkeepSchedule upkeep = new UpkeepSchedule(System::nanoTime);
  private String lastFailure = "";

  /** Where a finished task reports, and what it asks of the consumer. */
  interface PollThread<C> {
    /** Runs on the poll loop's thread, soon. */
    void execute(Runnable completion);

    /** Reads go on from this offset. */
    void seek(int partition, long offset);

    /**
     * A batch is about to be applied.
     *
     * @throws org.apache.kafka.common.KafkaException when it must not be
     */
    void beforeApply(List<Owned<C>> batch);

    /** These leases end here, by our own fault. */
    void beforeGivingUp(List<Lease> leases);
  }

  /** Work for the shard's thread; what it returns runs on the poll loop's thread. */
  private interface Task {
    Runnable run() throws SQLException, OwnershipLostException;
  }

  /**
   * @param fullBatch with so many records waiting no more are polled
   */
  ShardTasks(ShardWorker<C> worker, ReadSlice<C> reader, int fullBatch, PollThread<C> pollThread) {
    this.worker = worker;
    this.reader = reader;
    this.fullBatch = fullBatch;
    this.pollThread = pollThread;
  }

  void assign(int partition) {
    assigned.put(partition, new AssignedPartition());
  }

  /**
   * Lets a partition go.
   *
   * @param gone runs on the poll loop's thread as soon as nothing of it is under way here
   */
  void remove(int partition, Runnable gone) {
    dropWaiting(partition);
    assigned.remove(partition);
    worker.forget(partition, () -> pollThread.execute(gone));
  }

  /** The same for one that lives elsewhere from now on, or at another epoch. */
  void moveOut(int partition, Runnable gone) {
    List<Lease> leases = lease(partition).stream().toList();
    remove(partition, gone);
    pollThread.beforeGivingUp(leases);
  }

  ShardWorker<C> worker() {
    return worker;
  }

  /** The ledger partitions of this shard that Kafka has assigned to us. */
  Set<Integer> assigned() {
    return new TreeSet<>(assigned.keySet());
  }

  boolean isBusy() {
    return busy;
  }

  /** Whether something was read that no transaction has taken yet. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Whether the consumer may fetch this partition now. */
  boolean isReadable(int partition) {
    AssignedPartition found = assigned.get(partition);
    return found != null && found.isReadable() && waitingRecords < fullBatch;
  }

  /** Our lease of a partition, if we have one. */
  Optional<Lease> lease(int partition) {
    AssignedPartition found = assigned.get(partition);
    return found == null ? Optional.empty() : Optional.ofNullable(found.lease());
  }

  /** How many committed records wait for their outcomes to be acknowledged. */
  long unpublished() {
    long records = 0;
    for (AssignedPartition partition : assigned.values()) {
      Lease lease = partition.lease();
      records += lease == null ? 0 : lease.published().behind();
    }
    return records;
  }

  /** A poll has confirmed the assignments. */
  void polled() {
    assigned.values().forEach(AssignedPartition::polled);
  }

  /** Starts what is to be done next, if nothing runs: takeovers first. */
  void startNext() {
    giveUpUnpublished();
    if (busy) {
      return;
    }
    NavigableMap<Integer, AssignedPartition> wanted = new TreeMap<>();
    List<Owned<C>> unnoted = new ArrayList<>();
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease();
          if (partition.wantsTakeOver()) {
            wanted.put(number, partition);
          } else if (lease != null && lease.isIdleWithUnnotedOutcomes(IDLE.toNanos())) {
            unnoted.add(lease.nothing());
          }
        });
    if (!wanted.isEmpty()) {
      startTakeOver(wanted);
      return;
    }
    Optional<Upkeep> due = upkeep.takeDue();
    if (due.isPresent()) {
      startUpkeep(due.get());
    } else if (!waiting.isEmpty()) {
      startWaiting();
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
            giveUp(number, LONG_BACKOFF);
          }
        });
  }

  /** Waits for the acknowledgements of every lease's outcomes and notes them, before closing. */
  void noteOutcomes(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Owned<C>> all = new ArrayList<>();
    for (AssignedPartition partition : assigned.values()) {
      Lease lease = partition.lease();
      if (lease != null && !busy) {
        lease.published().await(Duration.ofNanos(deadline - System.nanoTime()));
        all.add(lease.nothing());
      }
    }
    if (!all.isEmpty()) {
      startApply(all);
    }
  }

  /** Reads what a poll gave for this shard; it is applied as soon as the worker is free. */
  void read(PolledRecords polled) {
    assigned.forEach(
        (number, partition) -> {
          Lease lease = partition.lease();
          if (lease != null && partition.isReadable() && polled.has(number)) {
            read(polled.slice(lease.readTo()), partition, lease);
          }
        });
  }

  private void read(Slice slice, AssignedPartition partition, Lease lease) {
    int number = slice.from().partition();
    ReadSlice.Reading<C> reading;
    try {
      reading = reader.read(slice);
    } catch (RuntimeException e) {
      failed(List.of(number), "reading", e);
      return;
    }
    waiting.computeIfAbsent(number, _ -> new ArrayList<>()).add(lease.read(reading));
    waitingRecords += reading.entries().size();
    if (reading.stoppedBy().isPresent()) {
      stop(partition, reading.to(), reading.stoppedBy().getAsInt());
    }
  }

  private void startWaiting() {
    List<Owned<C>> batch = waiting.values().stream().map(Owned::joined).toList();
    waiting.clear();
    upkeep.applying(waitingRecords);
    waitingRecords = 0;
    try {
      pollThread.beforeApply(batch);
    } catch (KafkaException e) {
      failed(batch.stream().map(Owned::partition).toList(), "commit before a batch", e);
      return;
    }
    startApply(batch);
  }

  private void dropWaiting(int partition) {
    List<Owned<C>> dropped = waiting.remove(partition);
    if (dropped != null) {
      dropped.forEach(owned -> waitingRecords -= owned.reading().entries().size());
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
      if (!reader.decides(rulesVersion)) {
        stop(partition, lease.progress(), rulesVersion);
      }
    }
  }

  private void startUpkeep(Upkeep due) {
    List<Integer> leased = assigned().stream().filter(number -> lease(number).isPresent()).toList();
    submit(
        leased,
        "maintenance",
        () -> {
          worker.upkeep(due, leased);
          return () -> busy = false;
        });
  }

  private void startApply(List<Owned<C>> batch) {
    List<Long> published = batch.stream().map(owned -> owned.published().value()).toList();
    submit(
        batch.stream().map(Owned::partition).toList(),
        "batch",
        () -> {
          worker.apply(batch);
          return () -> applied(batch, published);
        });
  }

  private void applied(List<Owned<C>> batch, List<Long> publishedOffsets) {
    busy = false;
    lastFailure = "";
    for (int i = 0; i < batch.size(); i++) {
      Progress to = batch.get(i).reading().to();
      Lease lease = lease(to.partition()).orElse(null);
      if (lease != null && lease.published() == batch.get(i).published()) {
        lease.committed(to, publishedOffsets.get(i));
      } // Else revoked or given up meanwhile; the database has it all the same.
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
            pollThread.execute(
                () -> {
                  busy = false;
                  failed(partitions, what, e);
                });
          } catch (Error e) {
            pollThread.execute(
                () -> {
                  throw e; // The poll loop must not go on without this shard in silence.
                });
          }
        });
  }

  private void failed(Collection<Integer> partitions, String what, Exception cause) {
    String brief = brief(cause);
    if (cause instanceof OwnershipLostException) {
      LOG.warn("{}; what was cached is dropped", brief);
    } else if (lastFailure.equals(brief) || isBrokenConnection(cause)) {
      LOG.warn("a {} of ledger partitions {} failed: {}", what, partitions, brief);
    } else {
      LOG.warn("a {} of ledger partitions {} failed; taking over again", what, partitions, cause);
    }
    lastFailure = brief;
    List<Lease> leases = new ArrayList<>();
    for (int number : partitions) {
      lease(number).ifPresent(leases::add);
      giveUp(number, BACKOFF);
    }
    if (!leases.isEmpty()) {
      pollThread.beforeGivingUp(leases);
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
    dropWaiting(number);
    AssignedPartition found = assigned.get(number);
    if (found != null) {
      found.giveUp(pause);
    }
  }
}
