package onlyonce.chaos.check;

import java.util.List;

/**
 * What one check found.
 *
 * @param name such as {@code conservation}
 * @param findings the evidence: what was counted, or the first offenders by id and account
 */
public record CheckResult(String name, Verdict verdict, List<String> findings) {
  public CheckResult {
    findings = List.copyOf(findings);
  }

  public CheckResult(String name, Verdict verdict, String finding) {
    this(name, verdict, List.of(finding));
  }

  /** All findings in one line. */
  public String detail() {
    return String.join("; ", findings);
  }
}
