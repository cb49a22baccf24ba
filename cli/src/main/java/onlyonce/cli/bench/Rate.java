package onlyonce.cli.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Records a second, measured several times.
 *
 * @param runs in the order in which they were taken
 */
record Rate(List<Double> runs) {
  Rate {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a rate that was never measured");
    }
  }

  /** Both, these first. */
  Rate and(Rate later) {
    return new Rate(Stream.concat(runs.stream(), later.runs.stream()).toList());
  }

  double median() {
    return median(runs);
  }

  /** The share of another one's median. */
  double medianOver(Rate other) {
    return median() / other.median();
  }

  /**
   * The median of each round's own ratio: what disturbed one round, or all that came later, does
   * not count as a difference between the two.
   *
   * @param other was measured in the same rounds
   */
  double inRoundsOver(Rate other) {
    if (runs.size() != other.runs.size()) {
      throw new IllegalArgumentException(
          "%d runs and %d are not of the same rounds".formatted(runs.size(), other.runs.size()));
    }
    return median(
        IntStream.range(0, runs.size())
            .mapToObj(round -> runs.get(round) / other.runs.get(round))
            .toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double lowest() {
    return runs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double highest() {
    return runs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** From the lowest to the highest, as a share of the median. */
  double spread() {
    return (highest() - lowest()) / median();
  }
}
