package onlyonce.cli.lab.twophasecommit;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import onlyonce.chaos.check.Verdict;

/** The verdict over what was measured. */
final class JudgeOutages {
  private JudgeOutages() {}

  /** A verdict and its reason. */
  record Judgement(Verdict verdict, String conclusion) {}

  /**
   * Judges.
   *
   * @param unsafe under two-phase commit
   */
  static Judgement judge(List<Outage> unsafe, Outage saga) {
    if (unsafe.isEmpty()) {
      return new Judgement(Verdict.UNKNOWN, "two-phase commit was not measured");
    }
    for (Outage outage : unsafe) {
      if (!isMeasured(outage)) {
        return notMeasured(outage);
      }
    }
    if (!isMeasured(saga)) {
      return notMeasured(saga);
    }
    for (Outage outage : unsafe) {
      if (!outage.flaws().isEmpty()) {
        return unsound(outage);
      }
      if (outage.blocked().isEmpty() || outage.blockedMillis() <= 0) {
        return new Judgement(
            Verdict.INVALID,
            outage.variant() + " blocked no account: the hypothesis was not tested");
      }
    }
    if (!saga.flaws().isEmpty()) {
      return unsound(saga);
    }
    if (!saga.blocked().isEmpty()
        || saga.locks().longestOfOthersMillis() >= Outage.BLOCKED_MILLIS) {
      return new Judgement(
          Verdict.INVALID,
          String.format(
              Locale.ROOT,
              "the saga blocked %d accounts, and somebody waited %.0f ms for a lock",
              saga.blocked().size(),
              Math.max(saga.blockedMillis(), saga.locks().longestOfOthersMillis())));
    }
    return new Judgement(Verdict.VALID, conclusion(unsafe, saga));
  }

  private static String conclusion(List<Outage> unsafe, Outage saga) {
    Set<Payer> blocked =
        unsafe.stream()
            .flatMap(outage -> outage.blocked().stream())
            .map(Witnesses.Witnessed::payer)
            .collect(Collectors.toSet());
    double millis = unsafe.stream().mapToDouble(Outage::blockedMillis).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "A dead coordinator blocked %d accounts for up to %.1f s, until its successor had read the"
            + " log. Dead orchestrators blocked none: %d payments from the same accounts went through"
            + " meanwhile. Both ended, and no money was lost.",
        blocked.size(),
        millis / 1_000,
        Outage.doneBefore(
            saga.moments().restartedNanos(), saga.paymentsMeanwhile(blocked::contains)));
  }

  private static boolean isMeasured(Outage outage) {
    return !outage.witnessed().isEmpty()
        && !outage.payments().isEmpty()
        && outage.locks().looks() > 0;
  }

  private static Judgement notMeasured(Outage outage) {
    return new Judgement(Verdict.UNKNOWN, outage.variant() + ": nothing was measured");
  }

  private static Judgement unsound(Outage outage) {
    return new Judgement(
        Verdict.INVALID, outage.variant() + ": " + String.join("; ", outage.flaws()));
  }
}
