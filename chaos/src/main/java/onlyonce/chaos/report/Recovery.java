package onlyonce.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import onlyonce.chaos.fault.FaultRecord;

/**
 * For how long clients felt a fault. A slice of the timeline is slow when a transfer ended in it
 * that took more than a second, and more than three times what the slowest of a slice usually
 * takes. A fault is felt from its injection to the end of the last slow slice before the next
 * fault's injection. A silence needs no rule of its own: whoever waited through it ends late.
 */
sealed interface Recovery {
  /** Shorter waits are noticed by nobody. */
  long SLOW_MILLIS = 1_000;

  /** Times the usual. */
  int UNUSUAL = 3;

  /** In words. */
  String text();

  /** No slice was slow. */
  record NotFelt() implements Recovery {
    @Override
    public String text() {
      return "not felt";
    }
  }

  /** Transfers were slow, and quick again after so long. */
  record After(Duration sinceInjection) implements Recovery {
    @Override
    public String text() {
      return String.format(Locale.ROOT, "%.1f s", sinceInjection.toMillis() / 1000.0);
    }
  }

  /** They were slow still when the next fault came. */
  record NotSeen() implements Recovery {
    @Override
    public String text() {
      return "not before the next";
    }
  }

  /** Of each fault, in their order. */
  static List<Recovery> of(List<FaultRecord> faults, List<TimelinePoint> timeline) {
    List<Recovery> recoveries = new ArrayList<>();
    for (FaultRecord fault : faults) {
      Instant next =
          faults.stream()
              .map(FaultRecord::at)
              .filter(at -> at.isAfter(fault.at()))
              .min(Instant::compareTo)
              .orElse(Instant.MAX);
      recoveries.add(of(fault.at(), next, timeline));
    }
    return recoveries;
  }

  private static Recovery of(Instant injected, Instant next, List<TimelinePoint> timeline) {
    long slow = slow(timeline);
    Recovery found = new NotFelt();
    for (int i = 0; i < timeline.size(); i++) {
      TimelinePoint point = timeline.get(i);
      Instant begin = Instant.ofEpochMilli(point.atMillis());
      Instant end =
          i + 1 < timeline.size()
              ? Instant.ofEpochMilli(timeline.get(i + 1).atMillis())
              : begin.plus(width(timeline));
      if (!begin.isBefore(injected) && begin.isBefore(next) && point.maxLatencyMillis() > slow) {
        found = end.isBefore(next) ? new After(Duration.between(injected, end)) : new NotSeen();
      }
    }
    return found;
  }

  private static Duration width(List<TimelinePoint> timeline) {
    return timeline.size() < 2
        ? Duration.ZERO
        : Duration.ofMillis(timeline.get(1).atMillis() - timeline.get(0).atMillis());
  }

  private static long slow(List<TimelinePoint> timeline) {
    List<Long> slowest =
        timeline.stream()
            .filter(point -> point.ended() > 0)
            .map(TimelinePoint::maxLatencyMillis)
            .sorted()
            .toList();
    long usual = slowest.isEmpty() ? 0 : slowest.get(slowest.size() / 2);
    return Math.max(SLOW_MILLIS, UNUSUAL * usual);
  }
}
