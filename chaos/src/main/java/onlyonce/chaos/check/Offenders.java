package onlyonce.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** What broke a rule: all of it counted, the first few by name. */
final class Offenders {
  private static final int NAMED = 5;

  private final List<String> first = new ArrayList<>();
  private long count;

  void add(String offender) {
    count++;
    if (first.size() < NAMED) {
      first.add(offender);
    }
  }

  boolean none() {
    return count == 0;
  }

  long count() {
    return count;
  }

  /** The first few, and how many more there are. */
  List<String> findings() {
    List<String> findings = new ArrayList<>(first);
    if (count > first.size()) {
      findings.add("and %,d more".formatted(count - first.size()));
    }
    return findings;
  }

  /** Valid with the evidence when there are none, else the verdict that they earn. */
  CheckResult result(String name, Verdict earned, String evidence) {
    return none()
        ? new CheckResult(name, Verdict.VALID, evidence)
        : new CheckResult(name, earned, findings());
  }
}
