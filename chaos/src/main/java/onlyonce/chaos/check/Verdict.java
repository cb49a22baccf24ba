package onlyonce.chaos.check;

import java.util.Collection;

/** What a check, or all of them, come to. {@code invalid} beats {@code unknown}. */
public enum Verdict {
  VALID("valid"),
  UNKNOWN("unknown"),
  INVALID("invalid");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** The name in reports. */
  public String label() {
    return label;
  }

  /** The worst of them; nothing at all is {@code unknown}. */
  public static Verdict worst(Collection<CheckResult> results) {
    return results.stream()
        .map(CheckResult::verdict)
        .reduce((a, b) -> a.compareTo(b) >= 0 ? a : b)
        .orElse(UNKNOWN);
  }
}
