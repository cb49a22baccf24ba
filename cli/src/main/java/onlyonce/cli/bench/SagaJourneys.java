package onlyonce.cli.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Transfers under way, and how long each took. Every transfer must end once, as {@link
 * End#COMPLETED}: a second end, one of a transfer that was never sent, or any other is noted as
 * wrong. Several threads take part: one sends, one hears what was appended, one reads results.
 */
final class SagaJourneys {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;

  private final ConcurrentMap<UUID, Underway> open = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();

  /**
   * How long transfers took that were meant to be sent in one stretch of time; microseconds.
   *
   * @param fromIntent from the moment at which the schedule wanted it sent to the result's append
   * @param fromAppend from the transfer's append to the result's
   * @param untilRead from the wanted moment until a reader of committed records has the result
   */
  record Spans(
      Histogram fromIntent,
      Histogram fromAppend,
      Histogram untilRead,
      long anchorNanos,
      long anchorMicros) {
    /** None yet. */
    static Spans fresh() {
      return new Spans(
          histogram(),
          histogram(),
          histogram(),
          System.nanoTime(),
          ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    private static Histogram histogram() {
      return new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    }

    /** Append times are known to the millisecond, rounded down. */
    private void note(Underway one) {
      long intendedMicros = anchorMicros + (one.intendedNanos - anchorNanos) / 1_000;
      record(fromIntent, 1_000 * one.endedMillis - intendedMicros);
      record(fromAppend, 1_000 * (one.endedMillis - one.appendedMillis));
      record(untilRead, (one.readNanos - one.intendedNanos) / 1_000);
    }

    private static void record(Histogram histogram, long micros) {
      histogram.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
    }
  }

  /** One transfer. The broker's answer to its send and its own result come in either order. */
  static final class Underway {
    private final Spans spans;
    private final long intendedNanos;
    private long appendedMillis = -1;
    private long endedMillis = -1;
    private long readNanos;

    private Underway(Spans spans, long intendedNanos) {
      this.spans = spans;
      this.intendedNanos = intendedNanos;
    }

    /** The broker has it. */
    synchronized void appended(long millis) {
      appendedMillis = millis;
      noteWhenWhole();
    }

    private synchronized void ended(long millis, long nanos) {
      endedMillis = millis;
      readNanos = nanos;
      noteWhenWhole();
    }

    private void noteWhenWhole() {
      if (appendedMillis >= 0 && endedMillis >= 0) {
        spans.note(this);
      }
    }
  }

  /** A transfer is about to be sent. */
  Underway begin(UUID transferId, long intendedNanos, Spans spans) {
    Underway one = new Underway(spans, intendedNanos);
    open.put(transferId, one);
    sent.incrementAndGet();
    return one;
  }

  /** A committed result was read. */
  void ended(TransferResult result, long appendMillis, long readNanos) {
    Underway one = open.remove(result.transferId());
    if (one == null) {
      complain("transfer " + result.transferId() + " ended twice, or was never sent");
    } else if (result.end() != End.COMPLETED) {
      complain("transfer %s ended as %s".formatted(result.transferId(), result.end().label()));
    } else {
      one.ended(appendMillis, readNanos);
    }
    // Last, so that whoever sees all ended finds all of them measured.
    ended.incrementAndGet();
  }

  /** What could not even be read is no end. */
  void complain(String complaint) {
    wrong.compareAndSet(null, complaint);
  }

  /** The first thing that is not as it must be. */
  Optional<String> wrong() {
    return Optional.ofNullable(wrong.get());
  }

  /** How many were sent so far. */
  long sent() {
    return sent.get();
  }

  /** How many results came so far. */
  long ended() {
    return ended.get();
  }

  /** How many have no end yet. */
  int open() {
    return open.size();
  }
}
