package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing history short: takes stretches of it away as long as the rest still fails, large
 * ones first, until no single step can go (delta debugging, after Zeller and Hildebrandt).
 */
final class Shrink {
  private static final int MOST_ATTEMPTS = 20_000;

  private final Predicate<List<Step>> fails;
  private int attempts;

  Shrink(Predicate<List<Step>> fails) {
    this.fails = fails;
  }

  List<Step> shortest(List<Step> failing) {
    List<Step> rest = failing;
    boolean shorter = true;
    while (shorter && attempts < MOST_ATTEMPTS) {
      shorter = false;
      for (int size = Math.max(1, rest.size() / 2); size >= 1; size /= 2) {
        List<Step> cut = withoutStretchesOf(rest, size);
        shorter |= cut.size() < rest.size();
        rest = cut;
      }
    }
    return rest;
  }

  private List<Step> withoutStretchesOf(List<Step> steps, int size) {
    List<Step> rest = steps;
    for (int end = rest.size(); end > 0 && attempts < MOST_ATTEMPTS; end -= size) {
      int from = Math.max(0, end - size);
      List<Step> candidate = new ArrayList<>(rest.subList(0, from));
      candidate.addAll(rest.subList(Math.min(end, rest.size()), rest.size()));
      attempts++;
      if (fails.test(candidate)) {
        rest = candidate;
      }
    }
    return rest;
  }
}
