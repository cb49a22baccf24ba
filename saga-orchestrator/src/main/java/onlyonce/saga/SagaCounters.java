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
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

  void read(String topic) {
    count(read, topic);
  }

  void entered(SagaState state) {
    count(entered, state.label());
  }

  void ignored(Ignored why) {
    count(ignored, why.label());
  }

  void refused(DeadLetterReason reason) {
    count(refused, reason.label());
  }

  SagaFigures snapshot() {
    return new SagaFigures(sums(read), sums(entered), sums(ignored), sums(refused));
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
