package onlyonce.saga;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
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
  private final Map<Object, Map<Trouble, Long>> troubled = new ConcurrentHashMap<>();

  void read(String topic) {
    count(read, topic);
  }

  /** A step that is only sent again is an attempt, not another state. */
  void entered(SagaState before, SagaState after) {
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

  /** How many of one task's sagas are in trouble now. */
  void troubled(Object task, Map<Trouble, Long> counts) {
    troubled.put(task, counts);
  }

  /** The task is another instance's from now on. */
  void taskClosed(Object task) {
    troubled.remove(task);
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
        queued.sum(),
        forgotten.sum(),
        inTrouble(Trouble.PARKED),
        inTrouble(Trouble.SLOW));
  }

  private long inTrouble(Trouble trouble) {
    return troubled.values().stream().mapToLong(counts -> counts.getOrDefault(trouble, 0L)).sum();
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
