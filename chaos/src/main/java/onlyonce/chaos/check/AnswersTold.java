package onlyonce.chaos.check;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.history.RefusedRow;
import onlyonce.chaos.intent.Answers;
import onlyonce.chaos.model.Judged;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What a processor decided, it also told: an answer for every command, a dead letter for every
 * refusal.
 */
public final class AnswersTold implements Check {
  private final Answers outcomes;
  private final Answers results;
  private final Offenders silent = new Offenders();
  private final Set<Long> letters = new HashSet<>();
  private long told;

  /**
   * @param outcomes what was published on {@code ledger-outcomes}
   * @param results what was published on {@code transfer-results}
   */
  public AnswersTold(Answers outcomes, Answers results) {
    this.outcomes = outcomes;
    this.results = results;
  }

  @Override
  public void deadLetter(DeadLetter letter, @Nullable UUID id) {
    if (letter.topic().equals(Topic.LEDGER_COMMANDS.topicName())) {
      letters.add(place(letter.partition(), letter.offset()));
    }
  }

  private static long place(int partition, long offset) {
    return ((long) partition << 48) | offset;
  }

  @Override
  public void refused(ReplayedPartition partition, RefusedRow row) {
    if (letters.contains(place(partition.partition(), row.logOffset()))) {
      told++;
    } else {
      silent.add(
          "%s refused offset %d (%s), but sent no dead letter"
              .formatted(partition.title(), row.logOffset(), row.reason()));
    }
  }

  @Override
  public void finished(ReplayedPartition partition) {
    for (Judged judged : partition.model().judged()) {
      Answers published = judged.answerTopic() == Topic.TRANSFER_RESULTS ? results : outcomes;
      if (published.has(judged.id())) {
        told++;
      } else {
        silent.add("%s in %s was never answered".formatted(judged, partition.title()));
      }
    }
  }

  /** Whether an answer or a dead letter has not yet been published. */
  public boolean isSilent() {
    return !silent.none();
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return silent.result(
        "answers-told",
        circumstances.rest().busy() ? Verdict.UNKNOWN : Verdict.INVALID,
        "%,d commands and refusals were answered".formatted(told));
  }
}
