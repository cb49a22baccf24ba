package onlyonce.producer;

import java.util.function.LongPredicate;

/**
 * Where in the journal the record of each ref stands. Millions of refs fit, since only hashes and
 * offsets are kept (16 bytes each at the most half full); the refs themselves are compared in the
 * file.
 */
final class RefIndex {
  /** No such ref. */
  static final long ABSENT = -1;

  private static final int MAX_CAPACITY = 1 << 29;

  private long[] hashes = new long[1024];

  /** Offset + 1, since 0 is a free slot. */
  private long[] places = new long[1024];

  private int size;

  /**
   * The offset of a ref's record, or {@link #ABSENT}.
   *
   * @param isRef whether the record at an offset has this ref
   */
  long find(String ref, LongPredicate isRef) {
    long hash = hash(ref);
    int mask = hashes.length - 1;
    for (int slot = (int) hash & mask; places[slot] != 0; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash && isRef.test(places[slot] - 1)) {
        return places[slot] - 1;
      }
    }
    return ABSENT;
  }

  /** Adds a ref that is not there yet. */
  void add(String ref, long offset) {
    if (size * 2 >= hashes.length) {
      grow();
    }
    put(hash(ref), offset + 1);
    size++;
  }

  private void put(long hash, long place) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (places[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    places[slot] = place;
  }

  private void grow() {
    if (hashes.length >= MAX_CAPACITY) {
      throw new IllegalStateException(
          "a journal keeps at most " + MAX_CAPACITY / 2 + " refs; split the source");
    }
    long[] oldHashes = hashes;
    long[] oldPlaces = places;
    hashes = new long[oldHashes.length * 2];
    places = new long[oldPlaces.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldPlaces[i] != 0) {
        put(oldHashes[i], oldPlaces[i]);
      }
    }
  }

  /** FNV-1a over the characters, then mixed so that the low bits are good too. */
  private static long hash(String ref) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < ref.length(); i++) {
      hash = (hash ^ ref.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 32);
  }
}
