package onlyonce.ledger.detection;

import java.time.Duration;

/**
 * How servers are watched.
 *
 * @param interval from one probe to the next
 * @param patience with one probe's answer; then its connection is given up and another one made.
 *     Making one is bounded by whole seconds, rounded up
 * @param detector for each server
 */
public record WatchSettings(Duration interval, Duration patience, DetectorSettings detector) {
  public WatchSettings {
    if (interval.toMillis() < 1 || patience.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "an interval is at least 1 ms and a patience no shorter, not %s and %s"
              .formatted(interval, patience));
    }
  }

  /** A probe every 100 ms, each with a second to be answered. */
  public static WatchSettings with(DetectorSettings detector) {
    return new WatchSettings(Duration.ofMillis(100), Duration.ofSeconds(1), detector);
  }
}
