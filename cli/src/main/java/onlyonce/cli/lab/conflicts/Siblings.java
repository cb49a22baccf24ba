package onlyonce.cli.lab.conflicts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a site keeps of a key: versions of which none is later than another. Merging is associative,
 * commutative and idempotent, so sites that have seen the same writes keep the same, in whatever
 * order and however often they came.
 */
record Siblings(List<Version> versions) {
  static final Siblings NONE = new Siblings(List.of());

  Siblings {
    versions = versions.stream().sorted(Comparator.comparing(Version::dot)).toList();
  }

  static Siblings only(Version version) {
    return new Siblings(List.of(version));
  }

  /** With one version more, without those that it supersedes; as before when it is superseded. */
  Siblings with(Version incoming) {
    List<Version> kept = new ArrayList<>();
    for (Version version : versions) {
      switch (version.relationTo(incoming)) {
        case SAME, AFTER -> {
          return this;
        }
        case BEFORE -> {}
        case CONCURRENT -> kept.add(version);
      }
    }
    kept.add(incoming);
    return new Siblings(kept);
  }

  /** What a client has seen that has read all of them. */
  VersionVector context() {
    VersionVector context = VersionVector.NOTHING;
    for (Version version : versions) {
      context = context.join(version.context()).with(version.dot());
    }
    return context;
  }
}
