package onlyonce.ledger.detection;

import java.util.Arrays;

/** The last intervals, so many at most; a new one takes the oldest one's place. */
final class Intervals {
  private final double[] nanos;
  private int count;
  private int next;
  private double mean;
  private double deviation;

  Intervals(int window, double first) {
    this.nanos = new double[window];
    add(first);
  }

  void add(double interval) {
    nanos[next] = interval;
    next = (next + 1) % nanos.length;
    count = Math.min(count + 1, nanos.length);
    // Anew each time: sums that are kept up to date lose their small digits over the days.
    mean = Arrays.stream(nanos, 0, count).sum() / count;
    double squares = Arrays.stream(nanos, 0, count).map(one -> (one - mean) * (one - mean)).sum();
    deviation = Math.sqrt(squares / count);
  }

  double mean() {
    return mean;
  }

  double deviation() {
    return deviation;
  }
}
