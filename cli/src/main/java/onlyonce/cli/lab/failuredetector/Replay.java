package onlyonce.cli.lab.failuredetector;

import java.util.ArrayList;
import java.util.List;
import onlyonce.ledger.detection.DetectorSettings;
import onlyonce.ledger.detection.FailureDetector;

/** A detector on recorded heartbeats, looking as often as a watch does. */
final class Replay {
  private static final long LOOK_NANOS = 5_000_000;

  private Replay() {}

  /** Suspected from here to there; to the trace's end when it was never withdrawn. */
  record Span(long fromNanos, long toNanos) {
    boolean meets(long from, long to) {
      return fromNanos <= to && toNanos >= from;
    }

    double millis() {
      return (toNanos - fromNanos) / 1e6;
    }
  }

  /** When one server was suspected. */
  static List<Span> of(DetectorSettings settings, Trace trace, String server) {
    FailureDetector detector = settings.begin(trace.fromNanos());
    List<Long> heartbeats = trace.heartbeats().getOrDefault(server, List.of());
    List<Span> spans = new ArrayList<>();
    int next = 0;
    boolean suspected = false;
    long since = 0;
    for (long now = trace.fromNanos(); now <= trace.toNanos(); now += LOOK_NANOS) {
      for (; next < heartbeats.size() && heartbeats.get(next) <= now; next++) {
        detector.heartbeat(heartbeats.get(next));
      }
      boolean suspects = detector.suspicion(now).isPresent();
      if (suspects && !suspected) {
        since = now;
      } else if (!suspects && suspected) {
        spans.add(new Span(since, now));
      }
      suspected = suspects;
    }
    if (suspected) {
      spans.add(new Span(since, trace.toNanos()));
    }
    return spans;
  }
}
