package onlyonce.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Watches what a subject has committed and takes the time of each part. A part's rate is what was
 * committed between the first look behind its begin and the first look behind its end, over the
 * time between these two looks, so it is exact however seldom we look.
 */
final class TakeParts {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration DOUBT = Duration.ofSeconds(1);

  private final Committed committed;
  private final Duration look;
  private final BooleanSupplier alive;
  private final LongConsumer progress;

  /** When how much was committed. */
  record Seen(long nanos, long records) {}

  /**
   * @param look how long to wait between two looks
   * @param alive whether the subject still runs
   * @param progress is told how much is committed
   */
  TakeParts(Committed committed, Duration look, BooleanSupplier alive, LongConsumer progress) {
    this.committed = committed;
    this.look = look;
    this.alive = alive;
    this.progress = progress;
  }

  /**
   * Waits until all borders are passed.
   *
   * @param borders rising numbers of records: where the warm-up ends, and then each part
   * @return what was seen behind each border
   */
  List<Seen> run(List<Long> borders) throws InterruptedException {
    List<Seen> seen = new ArrayList<>();
    long last = -1;
    long movedAt = System.nanoTime();
    while (seen.size() < borders.size()) {
      long records = committed.read();
      long now = System.nanoTime();
      while (seen.size() < borders.size() && records >= borders.get(seen.size())) {
        seen.add(new Seen(now, records));
      }
      if (records != last) {
        last = records;
        movedAt = now;
        progress.accept(records);
      }
      long stood = now - movedAt;
      if (stood > PATIENCE.toNanos() || (stood > DOUBT.toNanos() && !alive.getAsBoolean())) {
        throw new IllegalStateException(
            "no progress behind %,d committed records of %,d"
                .formatted(records, borders.getLast()));
      }
      TimeUnit.NANOSECONDS.sleep(look.toNanos());
    }
    return seen;
  }

  /** The rates between neighbours. */
  static Rate rate(List<Seen> seen) {
    List<Double> runs = new ArrayList<>();
    for (int i = 1; i < seen.size(); i++) {
      long records = seen.get(i).records() - seen.get(i - 1).records();
      long nanos = seen.get(i).nanos() - seen.get(i - 1).nanos();
      if (records <= 0 || nanos <= 0) {
        throw new IllegalStateException(
            "a part was over before it was seen to begin; raise --commands");
      }
      runs.add(records * 1e9 / nanos);
    }
    return new Rate(runs);
  }
}
