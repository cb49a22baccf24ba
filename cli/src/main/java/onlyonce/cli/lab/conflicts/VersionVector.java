package onlyonce.cli.lab.conflicts;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has been seen of a key: of each site so many writes, from its first one on. Handed to a
 * client with what it reads and given back with what it writes, it is the context token.
 *
 * @param seen sites without any are left out
 */
record VersionVector(SortedMap<String, Long> seen) {
  static final VersionVector NOTHING = new VersionVector(Collections.emptySortedMap());

  VersionVector {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    if (seen.values().stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException("a site's writes are numbered from 1: " + seen);
    }
  }

  boolean covers(Dot dot) {
    return seen.getOrDefault(dot.site(), 0L) >= dot.number();
  }

  /** What has been seen when this write was seen too. */
  VersionVector with(Dot dot) {
    SortedMap<String, Long> more = new TreeMap<>(seen);
    more.merge(dot.site(), dot.number(), Math::max);
    return new VersionVector(more);
  }

  /** What both together have seen. */
  VersionVector join(VersionVector other) {
    SortedMap<String, Long> more = new TreeMap<>(seen);
    other.seen.forEach((site, number) -> more.merge(site, number, Math::max));
    return new VersionVector(more);
  }
}
