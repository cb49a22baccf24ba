package onlyonce.cli.lab.conflicts;

import java.util.Comparator;

/**
 * A value that was written: under which name, in the knowledge of what, and when by the clock of
 * the site that accepted it. The name stands beside the context rather than in it (a dotted version
 * vector; Preguiça et al. 2010): else two clients that write to one site, neither knowing of the
 * other, would look as if the second one had.
 *
 * @param context what its writer had seen
 */
record Version(String value, Dot dot, VersionVector context, long stampMillis) {

  /** By the clock; the name decides between equals, the same way everywhere. */
  static final Comparator<Version> BY_STAMP =
      Comparator.comparingLong(Version::stampMillis).thenComparing(Version::dot);

  /** How two writes are related. */
  enum Relation {
    SAME,
    /** The other's writer had seen this one. */
    BEFORE,
    /** This one's writer had seen the other. */
    AFTER,
    /** Neither had. */
    CONCURRENT
  }

  Version {
    if (context.covers(dot)) {
      throw new IllegalArgumentException(dot + " cannot have been seen before it was written");
    }
  }

  Relation relationTo(Version other) {
    if (dot.equals(other.dot)) {
      return Relation.SAME;
    }
    if (other.context.covers(dot)) {
      return Relation.BEFORE;
    }
    return context.covers(other.dot) ? Relation.AFTER : Relation.CONCURRENT;
  }
}
