package onlyonce.cli.lab.quorums;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import onlyonce.chaos.check.Verdict;

/** The verdict over what was measured. */
final class JudgeReads {
  private JudgeReads() {}

  /** A verdict and its reason. */
  record Judgement(Verdict verdict, String conclusion) {}

  static Judgement judge(List<Measured> all) {
    if (all.stream().allMatch(Measured::isSafe) || all.stream().noneMatch(Measured::isSafe)) {
      return new Judgement(
          Verdict.UNKNOWN, "quorums that meet and quorums that don't were not both measured");
    }
    return first(all, JudgeReads::gap)
        .map(why -> new Judgement(Verdict.UNKNOWN, why))
        .or(() -> first(all, JudgeReads::fault).map(why -> new Judgement(Verdict.INVALID, why)))
        .orElseGet(() -> new Judgement(Verdict.VALID, conclusion(all)));
  }

  private interface Question {
    Optional<String> ask(Measured measured);
  }

  private static Optional<String> first(List<Measured> all, Question question) {
    return all.stream()
        .flatMap(one -> question.ask(one).map(why -> one.name() + ": " + why).stream())
        .findFirst();
  }

  /** Why too little was seen. */
  private static Optional<String> gap(Measured measured) {
    if (measured.tally().reads() < measured.wanted()) {
      return Optional.of(
          "%,d reads of %,d were answered".formatted(measured.tally().reads(), measured.wanted()));
    }
    if (measured.run().writes() == 0) {
      return Optional.of("no write was acknowledged meanwhile");
    }
    if (measured.run().faults().isEmpty()) {
      return Optional.of("nothing was broken");
    }
    return measured.run().faults().stream()
        .filter(fault -> !fault.bit())
        .findFirst()
        .map(
            fault ->
                "\"%s\" of %s hit nothing: %s"
                    .formatted(fault.name(), fault.server(), fault.observed()));
  }

  /** What refutes the hypothesis. */
  private static Optional<String> fault(Measured measured) {
    CheckReads.Tally tally = measured.tally();
    if (measured.isSafe()) {
      return tally.stale().isEmpty() && tally.backwardFirm().isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%,d of %,d reads were stale, %,d went backward that are not labelled regular"
                  .formatted(tally.stale().size(), tally.reads(), tally.backwardFirm().size()));
    }
    if (tally.stale().isEmpty() || tally.backward().isEmpty()) {
      return Optional.of(
          "%,d of %,d reads were stale and %,d went backward: the hypothesis was not tested"
              .formatted(tally.stale().size(), tally.reads(), tally.backward().size()));
    }
    return Optional.empty();
  }

  private static String conclusion(List<Measured> all) {
    return inWords(all, one -> !one.isSafe())
        + " "
        + inWords(all, Measured::isSafe)
        + " Not counted as backward are answers that are labelled regular.";
  }

  private static String inWords(List<Measured> all, Predicate<Measured> which) {
    return all.stream()
        .filter(which)
        .map(
            one ->
                "%s: of %,d reads %,d were stale and %,d went backward."
                    .formatted(
                        one.name(),
                        one.tally().reads(),
                        one.tally().stale().size(),
                        one.tally().backwardFirm().size()))
        .collect(Collectors.joining(" "));
  }
}
