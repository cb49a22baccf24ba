package onlyonce.chaos.check;

import java.util.UUID;
import onlyonce.chaos.intent.Answers;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.messages.TransferResult;

/**
 * However often a command is answered, the answers say the same, and none says no to what was done.
 * The weaker judge of {@code outcomes-agree}, for semantics under which a record may be lost or
 * applied twice, so that neither its log nor another answer's bytes imply an answer.
 */
public final class AnswersConsistent implements Check {
  private final Answers outcomes;
  private final Answers results;
  private final Offenders offenders = new Offenders();

  /**
   * @param outcomes what was published on {@code ledger-outcomes}
   * @param results what was published on {@code transfer-results}
   */
  public AnswersConsistent(Answers outcomes, Answers results) {
    this.outcomes = outcomes;
    this.results = results;
  }

  /** Whether the result refuses a transfer whose money moved as it was meant to. */
  static boolean refusedYetMoved(Intent intent, IntentClass intentClass) {
    return intentClass == IntentClass.APPLIED
        && intent.end().filter(end -> end != TransferResult.End.COMPLETED).isPresent();
  }

  static String refusedYetMoved(Intent intent) {
    return "transfer %s: its result says %s, but its postings moved the money"
        .formatted(intent.id(), intent.end().map(TransferResult.End::label).orElse("nothing"));
  }

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    if (refusedYetMoved(intent, intentClass)) {
      offenders.add(refusedYetMoved(intent));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    for (UUID id : outcomes.contradicting()) {
      offenders.add("%s got outcomes that contradict each other".formatted(id));
    }
    for (UUID id : results.contradicting()) {
      offenders.add("%s got results that contradict each other".formatted(id));
    }
    return offenders.result(
        "answers-consistent",
        Verdict.INVALID,
        "%,d answers to %,d commands, none of which contradicts another"
            .formatted(
                outcomes.published() + results.published(),
                outcomes.commands() + results.commands()));
  }
}
