package onlyonce.ledger.detection;

import java.time.Duration;
import java.util.Optional;

/**
 * The accrual detector of Hayashibara, Défago, Yared and Katayama, "The φ Accrual Failure
 * Detector", SRDS 2004: intervals between heartbeats are taken for normally distributed, with the
 * mean and deviation of the last ones, and φ(t) = −log₁₀ P(a heartbeat comes later than t after the
 * last one).
 *
 * <p>Two things differ. The deviation has a floor. And an interval counts for no more than the
 * silence at which this server was suspected: else a pause of seconds, once over, would hide the
 * next crash for as long as it stays in the window. A server that has become slow for good is still
 * learned, a little more with each interval.
 */
final class PhiAccrual implements FailureDetector {
  private final DetectorSettings.Phi settings;
  private final double deviations;
  private final Intervals intervals;
  private long last;
  private long heartbeats;

  PhiAccrual(DetectorSettings.Phi settings, long nanos) {
    this.settings = settings;
    this.deviations = NormalTail.deviations(settings.threshold());
    this.intervals = new Intervals(settings.window(), (double) settings.expected().toNanos());
    this.last = nanos;
  }

  @Override
  public void heartbeat(long nanos) {
    long elapsed = nanos - last;
    if (elapsed <= 0) {
      return;
    }
    if (heartbeats > 0) { // what came before the first one is the connection's making
      double longest = Math.max(0, intervals.mean() + deviations * deviation());
      intervals.add(Math.min((double) elapsed, longest));
    }
    last = nanos;
    heartbeats++;
  }

  @Override
  public Optional<Suspicion> suspicion(long nanos) {
    double mean = intervals.mean();
    double deviation = deviation();
    long elapsed = nanos - last;
    double phi = NormalTail.phi((elapsed - mean) / deviation);
    return phi < settings.threshold()
        ? Optional.empty()
        : Optional.of(
            new Suspicion.Improbable(
                heartbeats,
                Duration.ofNanos(elapsed),
                phi,
                settings.threshold(),
                Duration.ofNanos(Math.round(mean)),
                Duration.ofNanos(Math.round(deviation))));
  }

  private double deviation() {
    return Math.max((double) settings.deviationFloor().toNanos(), intervals.deviation());
  }
}
