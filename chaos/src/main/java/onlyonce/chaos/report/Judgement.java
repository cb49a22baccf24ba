package onlyonce.chaos.report;

import java.util.List;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.LeftOut;

/**
 * What the checks say.
 *
 * @param leftOut the checks that the run's semantics leave nothing to judge by
 */
public record Judgement(List<CheckResult> checks, List<LeftOut> leftOut) {
  public Judgement {
    checks = List.copyOf(checks);
    leftOut = List.copyOf(leftOut);
  }
}
