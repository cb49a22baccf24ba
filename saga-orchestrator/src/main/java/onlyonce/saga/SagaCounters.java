package onlyonce.saga;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;

/** Counts what one instance did since it started. */
final class SagaCounters {
  private final Map<String, LongAdder> read = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> entered = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> ignored = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> retried = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final LongAdder queued = new LongAdder();
  private final LongAdder forgotten = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final Map<Object, OpenFigures> open = new ConcurrentHashMap<>();
  private final EndListener ends;

  SagaCounters(EndListener ends) {
    this.ends = ends;
  }

  void read(String topic) {
    count(read, topic);
  }

  /** A step that is only sent again is an attempt, not another state. */
  void entered(SagaState before, SagaState.Remembered after, long nowMillis) {
    if (before instanceof NotStarted && !(after instanceof Posted)) {
      started.increment();
    }
    if (after instanceof Ended) {
      long ageMillis = nowMillis - CommandIds.timeMillis(after.transfer().id());
      ends.ended(after.label(), Math.max(0, ageMillis));
    }
    if (before instanceof Awaiting was
        && after instanceof Awaiting is
        && was.awaited() == is.awaited()) {
      count(retried, after.label());
    } else {
      count(entered, after.label());
    }
  }

  /** A step was due, and is known to wait for its turn. */
  void queued() {
    queued.increment();
  }

  void forgotten(int sagas) {
    forgotten.add(sagas);
  }

  /** How many of one task's sagas are open now. */
  void open(Object task, OpenFigures figures) {
    open.put(task, figures);
  }

  /** The task is another instance's from now on. */
  void taskClosed(Object task) {
    open.remove(task);
  }

  void ignored(Ignored why) {
    count(ignored, why.label());
  }

  void refused(DeadLetterReason reason) {
    count(refused, reason.label());
  }

  SagaFigures snapshot() {
    return new SagaFigures(
        sums(read),
        sums(entered),
        sums(retried),
        sums(ignored),
        sums(refused),
        started.sum(),
        queued.sum(),
        forgotten.sum(),
        OpenFigures.sum(open.values()));
  }

  private static void count(Map<String, LongAdder> counts, String name) {
    counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((name, sum) -> sums.put(name, sum.sum()));
    return sums;
  }
}
