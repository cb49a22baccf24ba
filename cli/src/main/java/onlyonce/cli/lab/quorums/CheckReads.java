package onlyonce.cli.lab.quorums;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.AccountId;

/**
 * Finds in a recorded history, whose moments are all of one clock,
 *
 * <ul>
 *   <li><em>stale</em> reads: of a lower version of the account than a write had given it that was
 *       acknowledged before the read began;
 *   <li><em>backward</em> reads: of a lower version than a read showed that had ended before this
 *       one began, whoever read it.
 * </ul>
 *
 * <p>What overlaps is in no order, and accuses nobody.
 */
final class CheckReads {

  /**
   * What was found.
   *
   * @param regular how many answers were labelled so
   * @param stalest for how long, at most, what a stale read lacks had been acknowledged
   * @param backward among all answers
   * @param backwardFirm among those that are not labelled regular, as if there were no others
   */
  record Tally(
      long reads,
      long regular,
      List<Seen> stale,
      Duration stalest,
      List<Seen> backward,
      List<Seen> backwardFirm) {
    Tally {
      stale = List.copyOf(stale);
      backward = List.copyOf(backward);
      backwardFirm = List.copyOf(backwardFirm);
    }
  }

  private CheckReads() {}

  static Tally of(Collection<Acknowledged> writes, Collection<Seen> reads) {
    List<Seen> byStart = sorted(reads, Comparator.comparingLong(Seen::startNanos));
    List<Seen> stale = new ArrayList<>();
    long stalest = stale(writes, byStart, stale);
    List<Seen> firm = byStart.stream().filter(Seen::isFirm).toList();
    return new Tally(
        reads.size(),
        reads.size() - firm.size(),
        stale,
        Duration.ofNanos(stalest),
        backward(byStart),
        backward(firm));
  }

  private static long stale(Collection<Acknowledged> writes, List<Seen> byStart, List<Seen> found) {
    List<Acknowledged> byMoment = sorted(writes, Comparator.comparingLong(Acknowledged::nanos));
    Map<AccountId, TreeMap<Long, Long>> heard = new HashMap<>();
    long stalest = 0;
    int next = 0;
    for (Seen read : byStart) {
      while (next < byMoment.size() && byMoment.get(next).nanos() < read.startNanos()) {
        Acknowledged write = byMoment.get(next++);
        heard
            .computeIfAbsent(write.account(), _ -> new TreeMap<>())
            .putIfAbsent(write.version(), write.nanos());
      }
      Map.Entry<Long, Long> missed =
          heard.getOrDefault(read.account(), new TreeMap<>()).higherEntry(read.version());
      if (missed != null) {
        found.add(read);
        stalest = Math.max(stalest, read.startNanos() - missed.getValue());
      }
    }
    return stalest;
  }

  private static List<Seen> backward(List<Seen> byStart) {
    List<Seen> byEnd = sorted(byStart, Comparator.comparingLong(Seen::endNanos));
    Map<AccountId, Long> shown = new HashMap<>();
    List<Seen> found = new ArrayList<>();
    int next = 0;
    for (Seen read : byStart) {
      while (next < byEnd.size() && byEnd.get(next).endNanos() < read.startNanos()) {
        Seen before = byEnd.get(next++);
        shown.merge(before.account(), before.version(), Math::max);
      }
      if (shown.getOrDefault(read.account(), 0L) > read.version()) {
        found.add(read);
      }
    }
    return found;
  }

  private static <T> List<T> sorted(Collection<T> some, Comparator<T> order) {
    return some.stream().sorted(order).toList();
  }
}
