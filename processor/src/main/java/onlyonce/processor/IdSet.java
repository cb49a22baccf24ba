package onlyonce.processor;

import java.util.Arrays;
import java.util.UUID;

/**
 * A set of UUIDv7s in 16 bytes a place: open addressing, half full at most, and no object for each
 * id, which the garbage collector would have to carry from one generation to the next.
 */
final class IdSet {
  private final int capacity;
  private final int mask;
  private final long[] high;
  private final long[] low;
  private int size;

  /**
   * @param capacity ids at most, at least 1
   */
  IdSet(int capacity) {
    this.capacity = capacity;
    int places = Integer.highestOneBit(Math.max(1, capacity * 2 - 1)) * 2;
    this.mask = places - 1;
    this.high = new long[places];
    this.low = new long[places];
  }

  boolean isFull() {
    return size >= capacity;
  }

  boolean contains(UUID id) {
    return high[place(id)] != 0;
  }

  void add(UUID id) {
    int place = place(id);
    if (high[place] == 0) { // No UUIDv7 has zero there: its version is 7.
      high[place] = id.getMostSignificantBits();
      low[place] = id.getLeastSignificantBits();
      size++;
    }
  }

  void clear() {
    Arrays.fill(high, 0);
    size = 0;
  }

  /** Where the id stands, or the free place where it would. */
  private int place(UUID id) {
    long idHigh = id.getMostSignificantBits();
    long idLow = id.getLeastSignificantBits();
    long mixed = (idHigh ^ idLow) * 0x9E37_79B9_7F4A_7C15L;
    int place = (int) (mixed >>> 32) & mask;
    while (high[place] != 0 && (high[place] != idHigh || low[place] != idLow)) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
