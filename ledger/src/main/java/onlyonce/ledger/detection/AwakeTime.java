package onlyonce.ledger.detection;

/**
 * Time as the watch itself has lived it. A watch that was paused or starved for 15 s has heard
 * nobody meanwhile, and waking it would suspect everybody; so a gap between two looks at the clock
 * counts for no more than a limit.
 */
final class AwakeTime {
  private final long limitNanos;
  private long last;
  private long asleepNanos;

  AwakeTime(long limitNanos, long nanos) {
    this.limitNanos = limitNanos;
    this.last = nanos;
  }

  /** The time awake at this moment, nanoseconds of a clock that stood still meanwhile. */
  synchronized long at(long nanos) {
    long gap = nanos - last;
    if (gap > limitNanos) {
      asleepNanos += gap - limitNanos;
    }
    if (gap > 0) {
      last = nanos;
    }
    return nanos - asleepNanos;
  }
}
