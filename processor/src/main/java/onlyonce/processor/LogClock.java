package onlyonce.processor;

import java.time.Duration;
import onlyonce.messages.Command.Configure;

/**
 * A ledger partition's time, told by its log alone. It never falls, and it follows the smaller of
 * the broker's append time and the id's own time, so that neither's clock alone can make it leap.
 *
 * @param logTimeMillis since 1970
 * @param floorMillis ids below it are expired; {@code logTime - window}, never falling
 * @param windowMillis how long ids are remembered
 */
public record LogClock(long logTimeMillis, long floorMillis, long windowMillis, int rulesVersion) {
  private static final long DEFAULT_WINDOW_MILLIS = Duration.ofDays(1).toMillis();

  /** Before the first record of a log; its {@code Configure} says better. */
  public static final LogClock START = new LogClock(0, 0, DEFAULT_WINDOW_MILLIS, 1);

  /** After a record of that id, written by the broker then. */
  public LogClock advancedTo(long idTimeMillis, long appendTimeMillis) {
    long logTime = Math.max(logTimeMillis, Math.min(idTimeMillis, appendTimeMillis));
    return new LogClock(
        logTime, Math.max(floorMillis, logTime - windowMillis), windowMillis, rulesVersion);
  }

  /** After a {@code Configure}. */
  public LogClock configured(Configure configure) {
    return new LogClock(
        logTimeMillis, floorMillis, configure.dedupWindow().toMillis(), configure.rulesVersion());
  }
}
