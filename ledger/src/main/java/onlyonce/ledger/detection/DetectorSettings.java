package onlyonce.ledger.detection;

import java.time.Duration;
import java.util.Locale;

/** Which detector, and how touchy it is. */
public sealed interface DetectorSettings {

  /**
   * A detector that has heard nothing yet.
   *
   * @param nanos now: a server that never answers is silent from here on
   */
  FailureDetector begin(long nanos);

  /** For tables and logs, such as {@code timeout 500 ms}. */
  String label();

  /** Suspects who is silent for so long. */
  record Timeout(Duration timeout) implements DetectorSettings {
    public Timeout {
      if (!timeout.isPositive()) {
        throw new IllegalArgumentException("a timeout must be > 0, not " + timeout);
      }
    }

    @Override
    public FailureDetector begin(long nanos) {
      return new FixedTimeout(timeout, nanos);
    }

    @Override
    public String label() {
      return timeout.toMillis() % 1_000 == 0
          ? "timeout " + timeout.toSeconds() + " s"
          : "timeout " + timeout.toMillis() + " ms";
    }
  }

  /**
   * Suspects who is silent for longer than its own past makes likely.
   *
   * @param threshold of phi: at 1 one suspicion in ten is wrong, at 8 one in 10⁸, if intervals were
   *     as the model has them
   * @param window how many intervals are remembered
   * @param expected interval, taken for the first one
   * @param deviationFloor the intervals' standard deviation counts for no less, since a quiet
   *     machine's past says little of a busy one's future
   */
  record Phi(double threshold, int window, Duration expected, Duration deviationFloor)
      implements DetectorSettings {
    public Phi {
      if (!(threshold > 0) || threshold > 1_000) {
        throw new IllegalArgumentException("phi's threshold is > 0, ≤ 1000, not " + threshold);
      }
      if (window < 1 || window > 10_000) {
        throw new IllegalArgumentException("a window is 1 to 10000 intervals, not " + window);
      }
      if (!expected.isPositive() || !deviationFloor.isPositive()) {
        throw new IllegalArgumentException(
            "expected interval and floor must be > 0, not %s and %s"
                .formatted(expected, deviationFloor));
      }
    }

    @Override
    public FailureDetector begin(long nanos) {
      return new PhiAccrual(this, nanos);
    }

    @Override
    public String label() {
      return threshold == Math.rint(threshold)
          ? "phi " + (long) threshold
          : String.format(Locale.ROOT, "phi %s", threshold);
    }
  }
}
