package onlyonce.ledger.detection;

import java.time.Duration;
import java.util.Locale;

/** That a server may have failed, and what this is based on. */
public sealed interface Suspicion {

  /** How many heartbeats there were; with none, {@link #elapsed} counts from the beginning. */
  long heartbeats();

  /** Since the last heartbeat. */
  Duration elapsed();

  /** In words. */
  String because();

  /**
   * Silent for longer than may be.
   *
   * @param timeout how long it may be silent
   */
  record TimedOut(long heartbeats, Duration elapsed, Duration timeout) implements Suspicion {
    @Override
    public String because() {
      return "%s after %d heartbeats, timeout %d ms"
          .formatted(silent(elapsed), heartbeats, timeout.toMillis());
    }
  }

  /**
   * Silent for longer than is likely.
   *
   * @param phi −log₁₀ of the probability that a heartbeat comes after such a silence
   * @param threshold of phi
   * @param mean of the intervals between the last heartbeats
   * @param deviation of these intervals, the floor applied
   */
  record Improbable(
      long heartbeats,
      Duration elapsed,
      double phi,
      double threshold,
      Duration mean,
      Duration deviation)
      implements Suspicion {
    @Override
    public String because() {
      return String.format(
          Locale.ROOT,
          "%s after %d heartbeats, every %d ms ± %d ms: phi %.1f, threshold %.1f",
          silent(elapsed),
          heartbeats,
          mean.toMillis(),
          deviation.toMillis(),
          phi,
          threshold);
    }
  }

  private static String silent(Duration elapsed) {
    return "silent for " + elapsed.toMillis() + " ms";
  }
}
