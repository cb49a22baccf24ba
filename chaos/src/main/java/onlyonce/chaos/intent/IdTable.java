package onlyonce.chaos.intent;

import java.util.UUID;

/**
 * A map from id to a number that is never 0, in three flat arrays: 24 bytes an entry, where a hash
 * map of objects takes well over a hundred.
 */
public final class IdTable {
  private long[] high = new long[1 << 10];
  private long[] low = new long[1 << 10];
  private long[] values = new long[1 << 10];
  private int size;

  /** The id's number, or 0. */
  public long get(UUID id) {
    return values[slot(id.getMostSignificantBits(), id.getLeastSignificantBits())];
  }

  /**
   * Sets the id's number.
   *
   * @throws IllegalArgumentException when {@code value} is 0
   */
  public void put(UUID id, long value) {
    if (value == 0) {
      throw new IllegalArgumentException("0 stands for an id that is not there: " + id);
    }
    int slot = slot(id.getMostSignificantBits(), id.getLeastSignificantBits());
    if (values[slot] == 0) {
      high[slot] = id.getMostSignificantBits();
      low[slot] = id.getLeastSignificantBits();
      size++;
    }
    values[slot] = value;
    if (size * 3L > values.length * 2L) {
      grow();
    }
  }

  /** How many ids there are. */
  public int size() {
    return size;
  }

  private int slot(long wantedHigh, long wantedLow) {
    int mask = values.length - 1;
    // The low half of a UUIDv7 is random; the high half is mostly time.
    int slot = (int) ((wantedLow ^ (wantedLow >>> 32) ^ wantedHigh) & mask);
    while (values[slot] != 0 && (high[slot] != wantedHigh || low[slot] != wantedLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldValues = values;
    high = new long[oldHigh.length * 2];
    low = new long[oldHigh.length * 2];
    values = new long[oldHigh.length * 2];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != 0) {
        int slot = slot(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
