package onlyonce.saga;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a stream thread ends its transaction: what ends it takes may be about a third of the
 * thread's time, not more. A saga waits for the end of four transactions, so they end often while
 * that is cheap; where it is not, on slow brokers or for many partitions, each carries more. Ends
 * at a fixed interval leave a thread whose transactions take long to end hardly any time between
 * them.
 */
final class CommitPace {
  /** Ends that come faster cost the brokers more than sagas gain. */
  static final Duration SHORTEST = Duration.ofMillis(25);

  /** How long the thread works, at least, for each time unit that an end took. */
  private static final long WORK_FOR_ENDS = 2;

  private final LongSupplier nanoClock;
  private final Duration longest;
  private long endingSinceNanos;
  private boolean ending;
  private long endedNanos;
  private long tookNanos;
  private boolean worked;

  /**
   * @param nanoClock as {@link System#nanoTime}
   * @param longest how long a transaction is left open, however long ends take
   */
  CommitPace(LongSupplier nanoClock, Duration longest) {
    this.nanoClock = nanoClock;
    this.longest = longest;
    this.endedNanos = nanoClock.getAsLong();
  }

  /** Something was done that the open transaction carries. */
  synchronized void worked() {
    worked = true;
  }

  /** Whether the open transaction should end now. */
  synchronized boolean isDue() {
    long waitNanos = Math.clamp(WORK_FOR_ENDS * tookNanos, SHORTEST.toNanos(), longest.toNanos());
    return worked && nanoClock.getAsLong() - endedNanos >= waitNanos;
  }

  /** What is still to be sent for the end is being sent. */
  synchronized void ending() {
    if (!ending) {
      ending = true;
      endingSinceNanos = nanoClock.getAsLong();
    }
  }

  /** The transaction has ended. */
  synchronized void ended() {
    endedNanos = nanoClock.getAsLong();
    tookNanos = ending ? endedNanos - endingSinceNanos : 0;
    ending = false;
    worked = false;
  }
}
