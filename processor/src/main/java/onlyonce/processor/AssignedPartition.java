package onlyonce.processor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A partition that Kafka has assigned to us. Confined to the poll loop's thread.
 *
 * <pre>
 *   assigned --(poll still assigns it)--> taking over --> leased --(failed, refused)--> assigned
 *   leased --(unknown rules version)--> stopped          any --(revoked, lost)--> forgotten
 * </pre>
 */
final class AssignedPartition {
  private @Nullable Lease lease;
  private boolean polledSince;
  private boolean stopped;
  private long notBeforeNanos = System.nanoTime();

  /** A poll has confirmed the assignment; only now may the partition be taken over (again). */
  void polled() {
    polledSince = true;
  }

  boolean wantsTakeOver() {
    return lease == null && polledSince && !stopped && System.nanoTime() - notBeforeNanos >= 0;
  }

  void leased(Lease taken) {
    lease = taken;
  }

  @Nullable Lease lease() {
    return lease;
  }

  boolean isReadable() {
    return lease != null && !stopped;
  }

  /** Nothing more is read from it until it is assigned anew. */
  void stop() {
    stopped = true;
  }

  /** Whatever was known of it is forgotten; it may be taken over again after a poll. */
  void giveUp(Duration pause) {
    lease = null;
    polledSince = false;
    notBeforeNanos = System.nanoTime() + pause.toNanos();
  }
}
