package onlyonce.chaos.reconcile;

import java.util.ArrayList;
import java.util.List;
import onlyonce.chaos.check.AnswersConsistent;
import onlyonce.chaos.check.AnswersTold;
import onlyonce.chaos.check.AtRest;
import onlyonce.chaos.check.BalancesArePostings;
import onlyonce.chaos.check.Check;
import onlyonce.chaos.check.Conservation;
import onlyonce.chaos.check.EveryIntentEnded;
import onlyonce.chaos.check.FaultsBit;
import onlyonce.chaos.check.InTransitExplained;
import onlyonce.chaos.check.JournalsReadable;
import onlyonce.chaos.check.LeftOut;
import onlyonce.chaos.check.LogProcessed;
import onlyonce.chaos.check.LogReachesBack;
import onlyonce.chaos.check.ModelAgrees;
import onlyonce.chaos.check.NonNegativeBalances;
import onlyonce.chaos.check.NothingDoubled;
import onlyonce.chaos.check.NothingLost;
import onlyonce.chaos.check.NothingUnexpected;
import onlyonce.chaos.check.OutcomesAgree;
import onlyonce.chaos.check.ReplicasEqual;
import onlyonce.chaos.check.SagaAtomicity;
import onlyonce.chaos.check.SomethingSeen;
import onlyonce.chaos.intent.Answers;
import onlyonce.messages.Semantics;

/**
 * The checks that a run's semantics allow. Money and answers are judged under all three. Replaying
 * the log says what must have happened only where each record is applied exactly once, and only
 * there the engine keeps rows to compare.
 */
final class ChosenChecks {
  private final LogReachesBack logReachesBack = new LogReachesBack();
  private final NothingUnexpected nothingUnexpected = new NothingUnexpected();
  private final LogProcessed logProcessed = new LogProcessed();
  private final ReplicasEqual replicasEqual = new ReplicasEqual();
  private final AnswersTold answersTold;
  private final List<Check> checks;
  private final List<LeftOut> leftOut;

  ChosenChecks(Semantics semantics, Answers outcomes, Answers results) {
    this.answersTold = new AnswersTold(outcomes, results);
    List<Check> chosen =
        new ArrayList<>(
            List.of(
                new SomethingSeen(),
                new JournalsReadable(),
                logReachesBack,
                new AtRest(),
                logProcessed,
                new NothingLost(),
                new NothingDoubled(),
                nothingUnexpected,
                new EveryIntentEnded(),
                new Conservation(),
                new NonNegativeBalances(),
                new BalancesArePostings(),
                new InTransitExplained(),
                new SagaAtomicity()));
    switch (semantics) {
      case EXACTLY_ONCE ->
          chosen.addAll(
              List.of(new ModelAgrees(), new OutcomesAgree(outcomes, results), answersTold));
      case AT_LEAST_ONCE, AT_MOST_ONCE -> chosen.add(new AnswersConsistent(outcomes, results));
    }
    chosen.add(replicasEqual);
    chosen.add(new FaultsBit());
    this.checks = List.copyOf(chosen);
    this.leftOut =
        switch (semantics) {
          case EXACTLY_ONCE -> List.of();
          case AT_LEAST_ONCE, AT_MOST_ONCE -> leftOutUnder(semantics);
        };
  }

  private static List<LeftOut> leftOutUnder(Semantics semantics) {
    String judged =
        semantics == Semantics.AT_MOST_ONCE
            ? "a record may have no effect"
            : "a record may be applied twice";
    return List.of(
        new LeftOut(
            "model-agrees",
            "under %s %s, so the log does not imply balances, and the engine keeps no processed and refused rows"
                .formatted(semantics, judged)),
        new LeftOut(
            "outcomes-agree",
            "under %s %s, so the log does not imply answers; answers-consistent compares them with each other"
                .formatted(semantics, judged)),
        new LeftOut(
            "answers-told",
            "under %s no stored outcomes say what must be answered; a command without effect and answer makes its intent lost"
                .formatted(semantics)));
  }

  List<Check> all() {
    return checks;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  LogReachesBack logReachesBack() {
    return logReachesBack;
  }

  ReplicasEqual replicasEqual() {
    return replicasEqual;
  }

  NothingUnexpected nothingUnexpected() {
    return nothingUnexpected;
  }

  /** Whether a processor has not yet come to the end of a log. */
  boolean isBehind() {
    return logProcessed.isBehind();
  }

  /** Whether an answer that the engine's rows ask for has not yet been published. */
  boolean isSilent() {
    return checks.contains(answersTold) && answersTold.isSilent();
  }
}
