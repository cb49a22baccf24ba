package onlyonce.processor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** When one shard's {@link Upkeep} is due. Confined to the poll loop's thread. */
final class UpkeepSchedule {
  private static final Duration KEEP_BOUNDED_FIRST = Duration.ofSeconds(30);
  private static final Duration KEEP_BOUNDED = Duration.ofMinutes(10);
  private static final Duration SUMMARIZE = Duration.ofSeconds(1);

  /** Less than that fills no range of pages. */
  private static final int WORTH_SUMMARIZING = 4_000;

  private final LongSupplier nanoTime;
  private long keepBoundedAtNanos;
  private long summarizeAtNanos;
  private int unsummarized;

  /**
   * @param nanoTime such as {@link System#nanoTime}
   */
  UpkeepSchedule(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.keepBoundedAtNanos = nanoTime.getAsLong() + KEEP_BOUNDED_FIRST.toNanos();
    this.summarizeAtNanos = nanoTime.getAsLong();
  }

  /** A batch of so many records goes to the database. */
  void applying(int records) {
    unsummarized += records;
  }

  /** What is due now; whoever takes it does it. */
  Optional<Upkeep> takeDue() {
    long now = nanoTime.getAsLong();
    if (now - keepBoundedAtNanos > 0) {
      keepBoundedAtNanos = now + KEEP_BOUNDED.toNanos();
      return Optional.of(Upkeep.KEEP_BOUNDED);
    }
    if (unsummarized >= WORTH_SUMMARIZING && now - summarizeAtNanos > 0) {
      summarizeAtNanos = now + SUMMARIZE.toNanos();
      unsummarized = 0;
      return Optional.of(Upkeep.SUMMARIZE);
    }
    return Optional.empty();
  }
}
