package onlyonce.cli.lab.failuredetector;

import java.time.Duration;

/**
 * What was done to a server, on the clock of {@link System#nanoTime}.
 *
 * @param fromNanos just before the signal was sent
 * @param toNanos when it was seen to run again
 */
record Injury(String server, Kind kind, long fromNanos, long toNanos, String observed) {

  /** What counts as a failure. */
  enum Kind {
    /** SIGKILL: it has failed, and not to suspect it is a miss. */
    KILL,
    /** SIGSTOP: it is slow, and to suspect it is a mistake. */
    PAUSE
  }

  /**
   * What will be done.
   *
   * @param length until it is restarted or resumed
   */
  record Planned(Kind kind, Duration length) {}

  Injury {
    if (toNanos <= fromNanos) {
      throw new IllegalArgumentException(
          "%s of %s lasts from %d to %d".formatted(kind, server, fromNanos, toNanos));
    }
  }
}
