package onlyonce.cli.lab.conflicts;

import java.util.List;

/** How conflicts end: what a site keeps when a version comes, and what it shows to clients. */
enum Policy {
  /** Whatever comes last is kept: no policy at all. Order differs from site to site. */
  ARRIVAL {
    @Override
    Siblings keep(Siblings present, Version incoming) {
      return Siblings.only(incoming);
    }

    @Override
    List<Version> show(Siblings kept) {
      return kept.versions();
    }
  },
  /** The latest by the clocks of the sites that accepted the writes. */
  LAST_WRITE_WINS {
    @Override
    Siblings keep(Siblings present, Version incoming) {
      return present.versions().stream()
              .anyMatch(version -> Version.BY_STAMP.compare(version, incoming) >= 0)
          ? present
          : Siblings.only(incoming);
    }

    @Override
    List<Version> show(Siblings kept) {
      return kept.versions();
    }
  },
  /**
   * The causally later one; of concurrent ones, where there is no later one, the clock's choice is
   * shown. All of them are kept until a later one comes: to decide at once would make the outcome
   * depend on the order of arrival, since the clock's order and the causal one contradict each
   * other.
   */
  CAUSALITY {
    @Override
    Siblings keep(Siblings present, Version incoming) {
      return present.with(incoming);
    }

    @Override
    List<Version> show(Siblings kept) {
      return kept.versions().stream().max(Version.BY_STAMP).stream().toList();
    }
  },
  /** The causally later one; concurrent ones are all shown, and the client decides. */
  SIBLINGS {
    @Override
    Siblings keep(Siblings present, Version incoming) {
      return present.with(incoming);
    }

    @Override
    List<Version> show(Siblings kept) {
      return kept.versions();
    }
  };

  /** Pure: what is kept after a version has come, from another site or from a client. */
  abstract Siblings keep(Siblings present, Version incoming);

  /** Pure: what a client sees of it. */
  abstract List<Version> show(Siblings kept);
}
