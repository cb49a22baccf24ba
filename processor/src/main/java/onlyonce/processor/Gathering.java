package onlyonce.processor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether outcomes wait for others to share a request with. Few wait for nobody: at the rate at
 * which few come there is nobody. Some go at once unless others went just before them, so that
 * commands which come in bursts, as those of a saga orchestrator's transactions do, are answered
 * without delay and brokers still get no more requests than one for each wait. Many are a request's
 * worth by themselves, and more of them follow.
 */
final class Gathering {
  /** The longest that outcomes wait for others. */
  static final Duration LONGEST = Duration.ofMillis(30);

  private static final int FEW = 64;
  private static final int MANY = 1_000;

  private final LongSupplier nanoClock;
  private final AtomicLong wentNanos;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  Gathering(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.wentNanos = new AtomicLong(nanoClock.getAsLong() - LONGEST.toNanos());
  }

  /** Ends the wait, unless a batch's outcomes, so many, should go on waiting (false). */
  boolean tryEnd(int outcomes) {
    if (outcomes >= MANY) {
      return false;
    }
    long now = nanoClock.getAsLong();
    boolean quiet = now - wentNanos.get() >= LONGEST.toNanos();
    if (outcomes < FEW || quiet) {
      wentNanos.set(now);
      return true;
    }
    return false;
  }
}
