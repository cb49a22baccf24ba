package onlyonce.cli.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * When each record was meant to be sent, was appended to the log, and was seen committed. Its
 * offset is its place: nobody else writes to the topic, and what one producer sends to a partition
 * stays in order.
 */
final class Journey {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;

  private final List<Lane> lanes = new ArrayList<>();
  private final long anchorNanos;
  private final long anchorMicros;

  /** One ledger partition; several threads write to it. */
  private static final class Lane {
    private final LongColumn intendedNanos = new LongColumn();
    private final LongColumn appendedMillis = new LongColumn();
    private int sent;
    private final List<long[]> commits = new ArrayList<>();

    private synchronized void intended(long nanos) {
      intendedNanos.set(sent++, nanos);
    }

    private synchronized void appended(long offset, long millis) {
      appendedMillis.set(Math.toIntExact(offset), millis);
    }

    private synchronized void committed(long nextOffset, long nanos) {
      commits.add(new long[] {nextOffset, nanos});
    }

    private synchronized int sent() {
      return sent;
    }
  }

  /**
   * Numbers by place, in pieces: one array that doubles would be copied in the middle of a
   * measurement, all lanes' at the same moment, and nobody sends meanwhile.
   */
  private static final class LongColumn {
    private static final int PIECE_BITS = 14;
    private static final int WITHIN = (1 << PIECE_BITS) - 1;

    private final List<long[]> pieces = new ArrayList<>();

    private void set(int place, long value) {
      while (pieces.size() <= place >> PIECE_BITS) {
        pieces.add(new long[1 << PIECE_BITS]);
      }
      pieces.get(place >> PIECE_BITS)[place & WITHIN] = value;
    }

    private long get(int place) {
      return pieces.get(place >> PIECE_BITS)[place & WITHIN];
    }
  }

  /** From append to commit, and from the intended send to commit; microseconds. */
  record Histograms(Histogram fromAppend, Histogram fromIntent) {}

  Journey(int partitions) {
    for (int i = 0; i < partitions; i++) {
      lanes.add(new Lane());
    }
    anchorNanos = System.nanoTime();
    anchorMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  void intended(int partition, long nanos) {
    lanes.get(partition).intended(nanos);
  }

  void appended(int partition, long offset, long millis) {
    lanes.get(partition).appended(offset, millis);
  }

  /** Everything below an offset was seen committed. */
  void committed(int partition, long nextOffset, long nanos) {
    lanes.get(partition).committed(nextOffset, nanos);
  }

  /** How many records each partition was sent so far. */
  int[] sent() {
    return lanes.stream().mapToInt(Lane::sent).toArray();
  }

  /**
   * The latencies of the records from one place on up to another. The append time is known to the
   * millisecond, rounded down, so what is said is up to a millisecond too long.
   *
   * @param from the first offset of each partition
   * @param to behind the last offset of each partition
   * @throws IllegalStateException when one of them was not seen committed
   */
  Histograms between(int[] from, int[] to) {
    Histograms histograms =
        new Histograms(
            new Histogram(LONGEST_MICROS, DIGITS), new Histogram(LONGEST_MICROS, DIGITS));
    for (int partition = 0; partition < lanes.size(); partition++) {
      Lane lane = lanes.get(partition);
      synchronized (lane) {
        record(lane, from[partition], to[partition], histograms);
      }
    }
    return histograms;
  }

  private void record(Lane lane, int from, int to, Histograms histograms) {
    int commit = 0;
    for (int offset = from; offset < to; offset++) {
      while (commit < lane.commits.size() && lane.commits.get(commit)[0] <= offset) {
        commit++;
      }
      if (commit == lane.commits.size()) {
        throw new IllegalStateException("offset " + offset + " was not seen committed");
      }
      long committedNanos = lane.commits.get(commit)[1];
      long committedMicros = anchorMicros + (committedNanos - anchorNanos) / 1_000;
      record(histograms.fromAppend(), committedMicros - 1_000 * lane.appendedMillis.get(offset));
      record(histograms.fromIntent(), (committedNanos - lane.intendedNanos.get(offset)) / 1_000);
    }
  }

  private static void record(Histogram histogram, long micros) {
    histogram.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
  }
}
