package onlyonce.processor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the outcomes of one owned partition were acknowledged without a gap. Below {@link
 * #value()} nothing has to be published again. Once Kafka gave up on an outcome, the prefix stays
 * before it for ever: the owner must take over again and publish from what the database stored.
 *
 * <p>Safe for the worker that announces, the producer's thread that acknowledges, and the poll
 * loop.
 */
final class PublishedPrefix {
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long committed;
  private boolean failed;

  /** Outcomes of one log record that Kafka has not acknowledged yet. */
  static final class Pending {
    private final long offset;
    private int unacknowledged;

    private Pending(long offset, int unacknowledged) {
      this.offset = offset;
      this.unacknowledged = unacknowledged;
    }
  }

  PublishedPrefix(long publishedOffset) {
    this.committed = publishedOffset;
  }

  /**
   * Announces that a record's outcomes are about to be sent; in the order of offsets.
   *
   * @param messages how many must be acknowledged, at least 1
   */
  synchronized Pending sending(long offset, int messages) {
    Pending announced = new Pending(offset, messages);
    pending.addLast(announced);
    return announced;
  }

  /** One of the messages was acknowledged. */
  synchronized void acknowledged(Pending announced) {
    announced.unacknowledged--;
    while (!pending.isEmpty() && pending.getFirst().unacknowledged == 0) {
      pending.removeFirst();
    }
    if (pending.isEmpty()) {
      notifyAll();
    }
  }

  /** One of the messages will never be acknowledged. */
  synchronized void failed() {
    failed = true;
    notifyAll();
  }

  /** Whether an outcome was given up, so that this prefix ends where it is. */
  synchronized boolean hasFailed() {
    return failed;
  }

  /** Everything below this offset is committed, and announced if it has outcomes. */
  synchronized void committedTo(long nextOffset) {
    committed = nextOffset;
  }

  /** The first offset whose outcomes may be missing in Kafka. */
  synchronized long value() {
    return pending.isEmpty() ? committed : pending.getFirst().offset;
  }

  /** How far the acknowledgements are behind what is committed, in offsets of the log. */
  synchronized long behind() {
    return pending.isEmpty() ? 0 : Math.max(0, committed - pending.getFirst().offset);
  }

  /** Waits until all that was announced is acknowledged or given up, or the time is over. */
  synchronized void await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!pending.isEmpty() && !failed) {
      long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return;
      }
      wait(millis);
    }
  }
}
