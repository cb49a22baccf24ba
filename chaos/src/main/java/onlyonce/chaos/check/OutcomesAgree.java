package onlyonce.chaos.check;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.intent.Answers;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.model.Judged;
import onlyonce.messages.Topic;

/**
 * However often a command is answered, the bytes are the same: those that its log implies. Settle
 * and Release below the dedup window are left out, since each of their records is judged afresh.
 */
public final class OutcomesAgree implements Check {
  private final Answers outcomes;
  private final Answers results;
  private final Offenders offenders = new Offenders();
  private final Set<UUID> judgedAfresh = new HashSet<>();
  private long compared;

  /**
   * @param outcomes what was published on {@code ledger-outcomes}
   * @param results what was published on {@code transfer-results}
   */
  public OutcomesAgree(Answers outcomes, Answers results) {
    this.outcomes = outcomes;
    this.results = results;
  }

  @Override
  public void finished(ReplayedPartition partition) {
    for (Judged judged : partition.model().judged()) {
      if (!judged.remembered()) {
        judgedAfresh.add(judged.id());
        continue;
      }
      Answers published = judged.answerTopic() == Topic.TRANSFER_RESULTS ? results : outcomes;
      if (published.has(judged.id())) {
        compared++;
        if (!published.agrees(judged.id(), judged.answer(partition.partition()))) {
          offenders.add(
              "%s in %s: the log implies %s, but another answer was published (%s)"
                  .formatted(
                      judged,
                      partition.title(),
                      judged.outcome().label(),
                      published.outcome(judged.id()).map(o -> o.label()).orElse("none")));
        }
      }
    }
  }

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    if (AnswersConsistent.refusedYetMoved(intent, intentClass)) {
      offenders.add(AnswersConsistent.refusedYetMoved(intent));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    disagreements(outcomes, "two different outcomes");
    disagreements(results, "two different results");
    return offenders.result(
        "outcomes-agree",
        Verdict.INVALID,
        "%,d answers to %,d commands; %,d compared with the replayed log"
            .formatted(
                outcomes.published() + results.published(),
                outcomes.commands() + results.commands(),
                compared));
  }

  private void disagreements(Answers answers, String what) {
    for (UUID id : answers.disagreeing()) {
      if (!judgedAfresh.contains(id)) {
        offenders.add("%s got %s".formatted(id, what));
      }
    }
  }
}
