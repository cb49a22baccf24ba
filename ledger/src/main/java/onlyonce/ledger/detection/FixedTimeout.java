package onlyonce.ledger.detection;

import java.time.Duration;
import java.util.Optional;

/** Suspects who is silent for a fixed time. */
final class FixedTimeout implements FailureDetector {
  private final Duration timeout;
  private long last;
  private long heartbeats;

  FixedTimeout(Duration timeout, long nanos) {
    this.timeout = timeout;
    this.last = nanos;
  }

  @Override
  public void heartbeat(long nanos) {
    if (nanos - last > 0) {
      last = nanos;
      heartbeats++;
    }
  }

  @Override
  public Optional<Suspicion> suspicion(long nanos) {
    long elapsed = nanos - last;
    return elapsed < timeout.toNanos()
        ? Optional.empty()
        : Optional.of(new Suspicion.TimedOut(heartbeats, Duration.ofNanos(elapsed), timeout));
  }
}
