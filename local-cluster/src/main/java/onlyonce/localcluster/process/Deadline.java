package onlyonce.localcluster.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The end of a bounded wait, on the monotonic clock: a machine's set clock must not stretch it. */
public final class Deadline {
  private static final Duration POLL = Duration.ofMillis(15);

  private final long endNanos;

  private Deadline(long endNanos) {
    this.endNanos = endNanos;
  }

  public static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  public boolean expired() {
    return remaining().isZero();
  }

  /** Polls until the condition holds (true) or the time is over (false). */
  public boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (expired()) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** What is waited for happens in other processes, and nobody tells us of it. */
  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while waiting", e);
    }
  }
}
