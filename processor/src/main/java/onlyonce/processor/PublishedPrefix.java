package onlyonce.processor;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the outcomes of one owned partition were acknowledged without a gap. Below {@link
 * #value()} nothing has to be published again.
 */
final class PublishedPrefix {
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long committed;

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
   * @param messages how many must be acknowledged
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
  }

  /** Everything below this offset is committed, and announced if it has outcomes. */
  synchronized void committedTo(long nextOffset) {
    committed = nextOffset;
  }

  /** The first offset whose outcomes may be missing in Kafka. */
  synchronized long value() {
    return pending.isEmpty() ? committed : pending.getFirst().offset;
  }
}
