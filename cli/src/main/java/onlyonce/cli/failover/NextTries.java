package onlyonce.cli.failover;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When what failed is tried again: after a second, then after twice as long each time. For one
 * thread.
 */
final class NextTries {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Map<String, Tried> tried = new HashMap<>();

  private record Tried(long atNanos, Duration pause) {}

  /**
   * @param nanos the time, monotonic
   */
  NextTries(LongSupplier nanos) {
    this.nanos = nanos;
  }

  boolean isDue(String what) {
    Tried last = tried.get(what);
    return last == null || nanos.getAsLong() - last.atNanos >= last.pause.toNanos();
  }

  void failed(String what) {
    Tried last = tried.get(what);
    Duration pause = last == null ? FIRST : last.pause.multipliedBy(2);
    tried.put(what, new Tried(nanos.getAsLong(), pause.compareTo(LONGEST) > 0 ? LONGEST : pause));
  }

  void succeeded(String what) {
    tried.remove(what);
  }
}
