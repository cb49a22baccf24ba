package onlyonce.cli.bench;

import org.HdrHistogram.Histogram;

/**
 * Latencies under one load, in milliseconds.
 *
 * @param load its name in the report
 * @param perSecond the schedule
 * @param sustained whether the engine kept up: the last record was committed within a second
 * @param fromAppend from the broker's append to the commit
 * @param fromIntent from the moment at which the schedule wanted it sent
 */
record Latency(
    String load,
    double perSecond,
    Sustained sustained,
    Percentiles fromAppend,
    Percentiles fromIntent) {

  /** Whether the load was kept up with. */
  enum Sustained {
    YES,
    NO
  }

  /** Of one histogram, in milliseconds. */
  record Percentiles(double p50, double p99, double p999, double max) {
    static Percentiles of(Histogram micros) {
      return new Percentiles(
          micros.getValueAtPercentile(50) / 1e3,
          micros.getValueAtPercentile(99) / 1e3,
          micros.getValueAtPercentile(99.9) / 1e3,
          micros.getMaxValue() / 1e3);
    }
  }
}
