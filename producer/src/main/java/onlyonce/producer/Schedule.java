package onlyonce.producer;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * When each line is due. The times are fixed by the start and the rate alone: a line that goes out
 * late, because brokers were slow, keeps its due time, so that the wait shows in the latency.
 *
 * @param startMillis since 1970
 * @param startNanos the same moment on the clock of {@link System#nanoTime}
 * @param intervalNanos between two lines; 0 when lines are due as they are read
 */
record Schedule(long startMillis, long startNanos, double intervalNanos) {

  /**
   * A line's due time.
   *
   * @param millis since 1970
   * @param nanos on the clock of {@link System#nanoTime}
   */
  record Due(long millis, long nanos) {}

  static Schedule of(Pacing pacing, OptionalLong expectedLines, long startMillis, long startNanos) {
    double interval =
        switch (pacing) {
          case Pacing.Unpaced unpaced -> 0;
          case Pacing.PerSecond rate -> 1e9 / rate.lines();
          case Pacing.Over over ->
              expectedLines.isPresent()
                  ? (double) over.duration().toNanos() / Math.max(1, expectedLines.getAsLong())
                  : 0;
        };
    return new Schedule(startMillis, startNanos, interval);
  }

  boolean isPaced() {
    return intervalNanos > 0;
  }

  /**
   * When a line is due.
   *
   * @param index of the line in this run, from 0
   * @param nowNanos for a schedule without pace
   */
  Due due(long index, long nowNanos) {
    long sinceStart = isPaced() ? Math.round(index * intervalNanos) : nowNanos - startNanos;
    return new Due(
        startMillis + TimeUnit.NANOSECONDS.toMillis(sinceStart), startNanos + sinceStart);
  }
}
