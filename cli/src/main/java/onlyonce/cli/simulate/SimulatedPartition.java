package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;

/** One partition of a topic: records in the order in which they came, never changed. */
final class SimulatedPartition<R> {
  private final List<Appended<R>> log = new ArrayList<>();

  /**
   * A record in its place.
   *
   * @param appendMillis the broker's clock, as with {@code LogAppendTime}
   */
  record Appended<R>(int offset, long appendMillis, R value) {}

  /** Writes a record at the end, and gives its offset. */
  int append(long appendMillis, R value) {
    int offset = log.size();
    log.add(new Appended<>(offset, appendMillis, value));
    return offset;
  }

  /** The offset that comes next. */
  int end() {
    return log.size();
  }

  Appended<R> at(int offset) {
    return log.get(offset);
  }

  /** At most so many records from an offset on. */
  List<Appended<R>> from(int offset, int records) {
    return log.subList(offset, Math.min(log.size(), offset + records));
  }
}
