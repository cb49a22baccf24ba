package onlyonce.cli.lab.conflicts;

import java.time.Duration;
import java.util.List;

/**
 * A policy, and how fast the clock of site A is.
 *
 * @param label in tables
 * @param name of databases and topics
 */
record Variant(String label, String name, Policy policy, Duration fast) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static final Variant ARRIVAL = new Variant("arrival order", "arrival", Policy.ARRIVAL, MINUTE);
  static final Variant SKEWED =
      new Variant("last write wins", "lww_skewed", Policy.LAST_WRITE_WINS, MINUTE);
  static final Variant EXACT =
      new Variant("last write wins, clocks agree", "lww", Policy.LAST_WRITE_WINS, Duration.ZERO);
  static final Variant CAUSALITY = new Variant("causality", "causality", Policy.CAUSALITY, MINUTE);
  static final Variant SIBLINGS = new Variant("siblings", "siblings", Policy.SIBLINGS, MINUTE);

  static final List<Variant> ALL = List.of(ARRIVAL, SKEWED, EXACT, CAUSALITY, SIBLINGS);
}
