package onlyonce.saga;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sagas that have not ended.
 *
 * @param byState how many, by the state's label
 * @param slow how many of them wait longer for an answer than {@link Awaiting#SLOW_AFTER}
 * @param uncountedTasks whose numbers are too low yet: they have begun, and still look for what
 *     their former owners left
 */
public record OpenFigures(Map<String, Long> byState, long slow, int uncountedTasks) {
  public OpenFigures {
    byState = Map.copyOf(byState);
  }

  /** Of one task. */
  OpenFigures(Map<String, Long> byState, long slow, boolean counted) {
    this(byState, slow, counted ? 0 : 1);
  }

  static OpenFigures sum(Collection<OpenFigures> tasks) {
    Map<String, Long> byState = new TreeMap<>();
    long slow = 0;
    int uncounted = 0;
    for (OpenFigures task : tasks) {
      task.byState.forEach((state, count) -> byState.merge(state, count, Long::sum));
      slow += task.slow;
      uncounted += task.uncountedTasks;
    }
    return new OpenFigures(byState, slow, uncounted);
  }
}
