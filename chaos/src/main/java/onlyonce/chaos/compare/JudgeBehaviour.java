package onlyonce.chaos.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Report;
import onlyonce.messages.Semantics;

/**
 * Judges a run by the name of its semantics.
 *
 * <pre>
 *                    lost   duplicated   checks that may fail
 *   at-most-once     some   none         what a lost record breaks
 *   at-least-once    none   some         what a doubled record breaks
 *   exactly-once     none   none         none
 * </pre>
 *
 * What must never be outranks what was not seen, and that outranks what is missing: a run whose
 * faults hit nothing may well have lost nothing.
 */
final class JudgeBehaviour {
  /** The saga whose step was lost waits for ever, and what it moved stays on the way. */
  private static final Set<String> BROKEN_BY_LOSS =
      Set.of("nothing-lost", "every-intent-ended", "saga-atomicity", "in-transit-explained");

  /**
   * A step that was applied twice moves more than its saga knows of, and is answered twice: first
   * applied, then perhaps refused, which its saga may not outlive.
   */
  private static final Set<String> BROKEN_BY_DOUBLING =
      Set.of(
          "nothing-doubled",
          "every-intent-ended",
          "saga-atomicity",
          "in-transit-explained",
          "answers-consistent");

  private JudgeBehaviour() {}

  static Behaviour of(Report report) {
    Semantics semantics = report.run().semantics();
    List<String> wrong = wrong(report);
    if (!wrong.isEmpty()) {
      return new Behaviour.NotAsNamed(
          "%s, which %s never may".formatted(String.join("; ", wrong), semantics));
    }
    List<String> unseen = unseen(report);
    if (!unseen.isEmpty()) {
      return new Behaviour.CannotTell(String.join("; ", unseen));
    }
    long lost = report.count(IntentClass.LOST);
    long doubled = report.count(IntentClass.DUPLICATED);
    return switch (semantics) {
      case AT_MOST_ONCE ->
          lost > 0
              ? new Behaviour.AsNamed("lost %,d, doubled none".formatted(lost))
              : new Behaviour.NotAsNamed("lost nothing, although faults hit it");
      case AT_LEAST_ONCE ->
          doubled > 0
              ? new Behaviour.AsNamed("lost none, doubled %,d".formatted(doubled))
              : new Behaviour.NotAsNamed("doubled nothing, although faults hit it");
      case EXACTLY_ONCE -> new Behaviour.AsNamed("lost none, doubled none");
    };
  }

  /** What was seen that the name excludes. */
  private static List<String> wrong(Report report) {
    Semantics semantics = report.run().semantics();
    long lost = report.count(IntentClass.LOST);
    long doubled = report.count(IntentClass.DUPLICATED);
    List<String> wrong = new ArrayList<>();
    if (lost > 0 && semantics != Semantics.AT_MOST_ONCE) {
      wrong.add("lost %,d".formatted(lost));
    }
    if (doubled > 0 && semantics != Semantics.AT_LEAST_ONCE) {
      wrong.add("doubled %,d".formatted(doubled));
    }
    Set<String> known = new HashSet<>(excused(semantics));
    if (lost > 0) {
      known.add("nothing-lost");
    }
    if (doubled > 0) {
      known.add("nothing-doubled");
    }
    for (CheckResult check : report.checks()) {
      if (check.verdict() == Verdict.INVALID && !known.contains(check.name())) {
        wrong.add("failed %s (%s)".formatted(check.name(), first(check)));
      }
    }
    return wrong;
  }

  private static Set<String> excused(Semantics semantics) {
    return switch (semantics) {
      case AT_MOST_ONCE -> BROKEN_BY_LOSS;
      case AT_LEAST_ONCE -> BROKEN_BY_DOUBLING;
      case EXACTLY_ONCE -> Set.of();
    };
  }

  private static List<String> unseen(Report report) {
    List<String> unseen = new ArrayList<>();
    if (report.run().faults().isEmpty()) {
      unseen.add("no fault was inflicted, so nothing could go wrong");
    }
    for (CheckResult check : report.checks()) {
      if (check.verdict() == Verdict.UNKNOWN) {
        unseen.add("%s: %s".formatted(check.name(), first(check)));
      }
    }
    if (report.checks().isEmpty()) {
      unseen.add("nothing was checked");
    }
    return unseen;
  }

  private static String first(CheckResult check) {
    return check.findings().isEmpty() ? "no evidence" : check.findings().getFirst();
  }
}
