package onlyonce.saga;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many of a task's sagas wait for which answer, and how many of them for long. The numbers move
 * with the states, in memory: a record costs two additions.
 *
 * <p>A task that begins does not know what its former owner left. That is found by {@link
 * FindOpenSagas} while sagas already move, so until it has been through, the ids of those that are
 * counted are remembered: none is counted twice, and none is taken off that was not counted. Those
 * ids are bounded: when there are too many, everything is forgotten and the search begins anew, and
 * meanwhile the numbers are too low, and say so.
 */
final class OpenSagas {
  /** In memory some five megabytes. */
  private static final int MOST_REMEMBERED = 50_000;

  private static final String[] LABELS = {"Holding", "Crediting", "Settling", "Releasing"};

  private final int mostRemembered;
  private long[] waiting = new long[LABELS.length];
  private SlowSagas slow;

  /** Those that are counted; null when all are. */
  private @Nullable Set<UUID> counted = new HashSet<>();

  OpenSagas(long nowMillis) {
    this(nowMillis, MOST_REMEMBERED);
  }

  OpenSagas(long nowMillis, int mostRemembered) {
    this.slow = new SlowSagas(nowMillis);
    this.mostRemembered = mostRemembered;
  }

  /** A saga went on. */
  void moved(UUID transferId, SagaState before, SagaState after, long nowMillis) {
    slow.advance(nowMillis);
    if (before instanceof Awaiting was && (counted == null || counted.remove(transferId))) {
      count(was, -1);
    }
    if (after instanceof Awaiting is) {
      count(is, 1);
      if (counted != null) {
        counted.add(transferId);
      }
    }
  }

  /** A saga was found in the store. */
  void found(SagaState saga) {
    if (counted != null && saga instanceof Awaiting is && counted.add(is.transfer().id())) {
      count(is, 1);
    }
  }

  /** All that a former owner left was found. */
  void foundAll() {
    counted = null;
  }

  boolean areCounted() {
    return counted == null;
  }

  /**
   * Forgets everything when more is remembered than may be.
   *
   * @return whether the search has to begin anew
   */
  boolean beginAnew(long nowMillis) {
    if (counted == null || counted.size() <= mostRemembered) {
      return false;
    }
    counted = new HashSet<>();
    waiting = new long[LABELS.length];
    slow = new SlowSagas(nowMillis);
    return true;
  }

  /** How many are in each state, by its label. */
  Map<String, Long> waiting() {
    Map<String, Long> byLabel = new LinkedHashMap<>();
    for (int i = 0; i < LABELS.length; i++) {
      byLabel.put(LABELS[i], waiting[i]);
    }
    return byLabel;
  }

  /** How many have waited for long. */
  long slow(long nowMillis) {
    slow.advance(nowMillis);
    return slow.count();
  }

  private void count(Awaiting saga, int change) {
    int state =
        switch (saga) {
          case Holding _ -> 0;
          case Crediting _ -> 1;
          case Settling _ -> 2;
          case Releasing _ -> 3;
        };
    waiting[state] += change;
    slow.count(saga.sinceMillis(), change);
  }
}
