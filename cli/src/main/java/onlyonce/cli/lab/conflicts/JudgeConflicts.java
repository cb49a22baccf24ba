package onlyonce.cli.lab.conflicts;

import static onlyonce.cli.lab.conflicts.CourseExample.FIRST;
import static onlyonce.cli.lab.conflicts.CourseExample.Outcome.isEverywhere;
import static onlyonce.cli.lab.conflicts.CourseExample.SECOND;

import java.util.List;
import java.util.Optional;
import onlyonce.chaos.check.Verdict;

/** The verdict over what was measured. */
final class JudgeConflicts {
  private JudgeConflicts() {}

  /** A verdict and its reason. */
  record Judgement(Verdict verdict, String conclusion) {}

  static Judgement judge(List<Measured> all) {
    for (Variant variant : Variant.ALL) {
      Optional<Measured> measured = of(variant, all);
      if (measured.isEmpty() || measured.get().carts().acknowledged() == 0) {
        return new Judgement(Verdict.UNKNOWN, variant.label() + " was not measured");
      }
    }
    for (Measured measured : all) {
      Optional<String> fault = fault(measured);
      if (fault.isPresent()) {
        return new Judgement(Verdict.INVALID, measured.variant().label() + ": " + fault.get());
      }
    }
    return new Judgement(Verdict.VALID, conclusion(all));
  }

  private static Optional<Measured> of(Variant variant, List<Measured> all) {
    return all.stream().filter(measured -> measured.variant().equals(variant)).findFirst();
  }

  private static Optional<String> fault(Measured measured) {
    if (measured.variant().equals(Variant.ARRIVAL)) {
      return measured.aware().isAgreed()
          ? untested("the sites came to the same value")
          : Optional.empty();
    }
    if (!measured.aware().isAgreed()
        || !measured.unaware().isAgreed()
        || measured.carts().disagreed() > 0) {
      return Optional.of(
          "sites that have heard the same disagree: x is %s, y is %s, and %d carts differ"
              .formatted(
                  measured.aware().shown(),
                  measured.unaware().shown(),
                  measured.carts().disagreed()));
    }
    if (measured.variant().equals(Variant.SKEWED)) {
      return lost(measured);
    }
    if (!isEverywhere(measured.aware().shown(), SECOND)) {
      return Optional.of(
          "the later write was %s and x is %s".formatted(SECOND, measured.aware().shown()));
    }
    return switch (measured.variant().policy()) {
      case SIBLINGS -> merged(measured);
      case ARRIVAL, LAST_WRITE_WINS, CAUSALITY -> Optional.empty();
    };
  }

  private static Optional<String> lost(Measured measured) {
    if (!isEverywhere(measured.aware().shown(), FIRST)) {
      return untested("the later write was not lost, x is " + measured.aware().shown());
    }
    return measured.carts().lost() == 0 ? untested("no item was lost") : Optional.empty();
  }

  private static Optional<String> merged(Measured measured) {
    if (!isEverywhere(measured.unaware().shown(), FIRST, SECOND)) {
      return Optional.of(
          "clients are not handed both values of y, but " + measured.unaware().shown());
    }
    if (!isEverywhere(measured.unaware().resolved(), SECOND)) {
      return Optional.of(
          "a client chose %s and y is %s".formatted(SECOND, measured.unaware().resolved()));
    }
    if (measured.carts().conflictsHanded() == 0) {
      return untested("no cart was in conflict");
    }
    return measured.carts().lost() == 0
        ? Optional.empty()
        : Optional.of(measured.carts().lost() + " items were lost");
  }

  private static Optional<String> untested(String reason) {
    return Optional.of(reason + ": the hypothesis was not tested");
  }

  private static String conclusion(List<Measured> all) {
    FillCarts.Outcome skewed = of(Variant.SKEWED, all).orElseThrow().carts();
    FillCarts.Outcome exact = of(Variant.EXACT, all).orElseThrow().carts();
    FillCarts.Outcome causal = of(Variant.CAUSALITY, all).orElseThrow().carts();
    FillCarts.Outcome siblings = of(Variant.SIBLINGS, all).orElseThrow().carts();
    return ("In order of arrival the sites stay different for ever. Last write wins with a fast clock"
            + " throws the course's later write away, and %d of %d acknowledged additions to carts;"
            + " with exact clocks %d. Causality keeps the later write, and loses %d additions that"
            + " nobody ordered. Siblings, merged by clients in %d readings, lose %d.")
        .formatted(
            skewed.lost(),
            skewed.acknowledged(),
            exact.lost(),
            causal.lost(),
            siblings.conflictsHanded(),
            siblings.lost());
  }
}
