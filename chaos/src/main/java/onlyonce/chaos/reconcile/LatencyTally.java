package onlyonce.chaos.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.chaos.report.Latency;
import onlyonce.chaos.report.TimelinePoint;
import org.HdrHistogram.Histogram;

/** Latencies of transfers, all together and along the run. */
final class LatencyTally {
  private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(7);

  /** No more slices than a page can show. */
  private static final int MAX_SLICES = 240;

  private final Histogram histogram = new Histogram(1, LONGEST_MILLIS, 3);
  private TreeMap<Long, long[]> slices = new TreeMap<>();
  private long sliceMillis = 500;

  void intent(Intent intent) {
    boolean transfer =
        intent.wish().kind() == IntentKind.POST || intent.wish().kind() == IntentKind.SAGA;
    if (!transfer || intent.end().isEmpty()) {
      return;
    }
    long millis = Math.clamp(intent.endedAtMillis() - intent.dueMillis(), 0, LONGEST_MILLIS);
    histogram.recordValue(Math.max(1, millis));
    long[] slice = slices.computeIfAbsent(intent.endedAtMillis() / sliceMillis, at -> new long[2]);
    slice[0]++;
    slice[1] = Math.max(slice[1], millis);
    while (slices.size() > MAX_SLICES) {
      coarsen();
    }
  }

  private void coarsen() {
    TreeMap<Long, long[]> coarser = new TreeMap<>();
    for (Map.Entry<Long, long[]> entry : slices.entrySet()) {
      long[] slice = coarser.computeIfAbsent(entry.getKey() / 2, at -> new long[2]);
      slice[0] += entry.getValue()[0];
      slice[1] = Math.max(slice[1], entry.getValue()[1]);
    }
    slices = coarser;
    sliceMillis *= 2;
  }

  Latency latency() {
    return histogram.getTotalCount() == 0
        ? new Latency(0, 0, 0, 0)
        : new Latency(
            histogram.getValueAtPercentile(50),
            histogram.getValueAtPercentile(99),
            histogram.getMaxValue(),
            histogram.getTotalCount());
  }

  /** The slices from first to last, empty ones between them included while they are few. */
  List<TimelinePoint> timeline() {
    List<TimelinePoint> points = new ArrayList<>();
    if (slices.isEmpty()) {
      return points;
    }
    long width = sliceMillis;
    while ((slices.lastKey() - slices.firstKey()) * sliceMillis / width > MAX_SLICES) {
      width *= 2;
    }
    long step = width / sliceMillis;
    for (long at = slices.firstKey(); at <= slices.lastKey(); at += step) {
      long ended = 0;
      long longest = 0;
      for (long[] slice : slices.subMap(at, at + step).values()) {
        ended += slice[0];
        longest = Math.max(longest, slice[1]);
      }
      points.add(new TimelinePoint(at * sliceMillis, ended, longest));
    }
    return points;
  }
}
