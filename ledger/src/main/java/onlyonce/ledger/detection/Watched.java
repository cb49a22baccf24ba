package onlyonce.ledger.detection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server under watch: its detector, and whether it is suspected. */
final class Watched {
  private final String server;
  private final FailureDetector detector;
  private final InstantSource clock;
  private @Nullable Instant lastHeartbeat;
  private @Nullable Suspected suspected;
  private long sinceNanos;

  Watched(String server, FailureDetector detector, InstantSource clock) {
    this.server = server;
    this.detector = detector;
    this.clock = clock;
  }

  synchronized void heartbeat(long nanos) {
    detector.heartbeat(nanos);
    lastHeartbeat = clock.instant();
  }

  synchronized Optional<Suspected> suspected() {
    return Optional.ofNullable(suspected);
  }

  /** Judges, and gives what has to be told; it is told without the lock. */
  synchronized Optional<News> look(long nanos) {
    Optional<Suspicion> suspicion = detector.suspicion(nanos);
    Suspected before = suspected;
    if (before == null && suspicion.isPresent()) {
      Suspected begun = new Suspected(server, clock.instant(), lastHeartbeat, suspicion.get());
      suspected = begun;
      sinceNanos = nanos;
      return Optional.of(new News.Begun(begun));
    }
    if (before != null && suspicion.isEmpty()) {
      suspected = null;
      return Optional.of(new News.Withdrawn(before, Duration.ofNanos(nanos - sinceNanos)));
    }
    return Optional.empty();
  }

  /** What changed. */
  sealed interface News {
    /** It is suspected. */
    record Begun(Suspected suspected) implements News {}

    /** It is trusted again. */
    record Withdrawn(Suspected suspected, Duration lasted) implements News {}
  }
}
