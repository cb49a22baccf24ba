package onlyonce.saga;

import java.time.Duration;

/**
 * Whether an orchestrator is behind: one of its tasks has just read what was appended long before.
 * Its tasks share a thread and a consumer, so one that has heard nothing for a while may only wait
 * for its turn, and what it waits for lie in a log unread.
 */
final class Backlog {
  /** Whoever reads what was appended longer ago is behind. Clocks may differ by less. */
  private static final Duration BEHIND = Duration.ofSeconds(2);

  /** So long after the last old record another one may come. */
  private static final Duration LINGERS = Duration.ofSeconds(5);

  private volatile long behindMillis = Long.MIN_VALUE;

  /** A task reads a record that the broker wrote then. */
  void read(long recordMillis, long nowMillis) {
    if (recordMillis < nowMillis - BEHIND.toMillis()) {
      behindMillis = nowMillis;
    }
  }

  boolean isBehind(long nowMillis) {
    return behindMillis > nowMillis - LINGERS.toMillis();
  }
}
