package onlyonce.chaos.reconcile;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.fault.KillOrchestrators;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.chaos.report.ResultGaps;

/**
 * For how long no saga ended while one was open. A saga is open from when its client meant to send
 * it until its first result was appended; one that never ended is counted elsewhere, and here not
 * at all.
 */
final class GapTally {
  private final List<FaultRecord> blackouts;
  private long[] begun = new long[1 << 10];
  private long[] ended = new long[1 << 10];
  private int size;

  GapTally(List<FaultRecord> faults) {
    this.blackouts =
        faults.stream().filter(fault -> fault.target().equals(KillOrchestrators.EVERY)).toList();
  }

  void intent(Intent intent) {
    if (intent.wish().kind() == IntentKind.SAGA && intent.end().isPresent()) {
      saga(intent.dueMillis(), intent.endedAtMillis());
    }
  }

  void saga(long begunMillis, long endedMillis) {
    if (size == begun.length) {
      begun = Arrays.copyOf(begun, size * 2);
      ended = Arrays.copyOf(ended, size * 2);
    }
    begun[size] = begunMillis;
    ended[size] = Math.max(begunMillis, endedMillis);
    size++;
  }

  ResultGaps gaps() {
    long[] starts = Arrays.copyOf(begun, size);
    long[] ends = Arrays.copyOf(ended, size);
    Arrays.sort(starts);
    Arrays.sort(ends);
    long longest = 0;
    long since = 0;
    long withoutOrchestrator = 0;
    for (int i = 0; i < size; i++) {
      // As many ended before as sagas that began first: while the next one is not yet begun, none
      // is open.
      long from = i == 0 ? starts[0] : Math.max(ends[i - 1], starts[i]);
      long gap = ends[i] - from;
      if (isBlackout(from, ends[i])) {
        withoutOrchestrator = Math.max(withoutOrchestrator, gap);
      } else if (gap > longest) {
        longest = gap;
        since = from;
      }
    }
    return new ResultGaps(longest, since, withoutOrchestrator);
  }

  private boolean isBlackout(long fromMillis, long toMillis) {
    return blackouts.stream()
        .anyMatch(
            fault ->
                fault.at().toEpochMilli() <= toMillis
                    && fault.healedAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE)
                        >= fromMillis);
  }
}
