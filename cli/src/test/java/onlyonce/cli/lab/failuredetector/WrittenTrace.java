package onlyonce.cli.lab.failuredetector;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A trace written by hand: a heartbeat every 20 ms from second 0 on, but for what was injured. */
final class WrittenTrace {
  private static final long BEGIN = 1_000_000_007L;
  private final long millis;
  private final List<Injury> injuries = new ArrayList<>();
  private final List<long[]> silences = new ArrayList<>();

  WrittenTrace(long millis) {
    this.millis = millis;
  }

  WrittenTrace killed(long from, long to) {
    injuries.add(injury(Injury.Kind.KILL, from, to));
    return silent(from, to);
  }

  WrittenTrace paused(long from, long to) {
    injuries.add(injury(Injury.Kind.PAUSE, from, to));
    return silent(from, to);
  }

  WrittenTrace silent(long from, long to) {
    silences.add(new long[] {from, to});
    return this;
  }

  Trace trace() {
    List<Long> heartbeats = new ArrayList<>();
    for (long at = 20; at <= millis; at += 20) {
      long now = at;
      if (silences.stream().noneMatch(silence -> now > silence[0] && now < silence[1])) {
        heartbeats.add(nanos(at));
      }
    }
    SortedMap<String, List<Long>> all = new TreeMap<>();
    all.put("shard-1", heartbeats);
    return new Trace(BEGIN, nanos(millis), all, injuries);
  }

  private static Injury injury(Injury.Kind kind, long from, long to) {
    return new Injury("shard-1", kind, nanos(from), nanos(to), "as written");
  }

  private static long nanos(long millis) {
    return BEGIN + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
