package onlyonce.saga;

/**
 * How many of a task's sagas are slow, told without looking at any of them. Those that began to
 * wait within the same tenth of a second are one number; as time passes, the number is added to
 * that of the slow. So a saga counts as slow up to two tenths of a second late, and one whose clock
 * was far ahead may be counted wrongly until its time has come.
 */
final class SlowSagas {
  private static final int SLOT_MILLIS = 100;

  /** More than begin to wait before the first of them is slow, and some for clocks that differ. */
  private static final int SLOTS = 128;

  private final long[] young = new long[SLOTS];
  private long slow;

  /** The last slot whose sagas are slow. */
  private long passed;

  SlowSagas(long nowMillis) {
    this.passed = lastSlow(nowMillis);
  }

  /** A saga began to wait then, or waits no more. */
  void count(long sinceMillis, int change) {
    long slot = Math.floorDiv(sinceMillis, SLOT_MILLIS);
    if (slot <= passed) {
      slow += change;
    } else {
      young[Math.floorMod(slot, SLOTS)] += change;
    }
  }

  /** Time has passed. A clock that is set back makes nobody quick again. */
  void advance(long nowMillis) {
    long now = lastSlow(nowMillis);
    long first = Math.max(passed + 1, now - SLOTS + 1);
    for (long slot = first; slot <= now; slot++) {
      int place = Math.floorMod(slot, SLOTS);
      slow += young[place];
      young[place] = 0;
    }
    passed = Math.max(passed, now);
  }

  long count() {
    return slow;
  }

  private static long lastSlow(long nowMillis) {
    return Math.floorDiv(nowMillis - Awaiting.SLOW_AFTER.toMillis(), SLOT_MILLIS) - 1;
  }
}
