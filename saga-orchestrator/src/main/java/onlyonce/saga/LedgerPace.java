package onlyonce.saga;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import onlyonce.messages.Version;

/**
 * How far the ledger partitions have come, as far as one task heard: each answers in the order of
 * its log. So when one answers, but nothing yet that was sent later than a certain step, that step
 * is queued there. To send it again would make the queue longer, just when it is too long. The same
 * holds when the orchestrator itself is behind: the answer may lie there, unread.
 *
 * <p>Once something that was sent later is answered, the step or its answer is lost; and of a
 * partition that says nothing at all nobody knows. Both are reasons to send it again. This is
 * memory only: whoever starts anew knows nothing until the first answers come.
 */
final class LedgerPace {
  /** Whoever was silent for so long may have lost something. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** So that nothing is postponed for ever by a backlog, whatever clocks say. */
  private static final Duration LONGEST_POSTPONED = Duration.ofMinutes(5);

  private final Backlog backlog;
  private final long startedMillis;
  private final Map<Integer, Pace> paces = new HashMap<>();
  private long answerAppendedMillis;
  private long answerReadMillis;

  /**
   * @param startedMillis when the task began to read
   */
  LedgerPace(Backlog backlog, long startedMillis) {
    this.backlog = backlog;
    this.startedMillis = startedMillis;
    this.answerReadMillis = startedMillis;
  }

  /**
   * @param sentMillis when the latest step was sent that was answered
   * @param heardMillis when the latest answer came
   */
  private record Pace(long sentMillis, long heardMillis) {}

  /** The task reads an answer that the broker wrote then, whatever it says, and to whomever. */
  void readAnswer(long recordMillis, long nowMillis) {
    answerAppendedMillis = recordMillis;
    answerReadMillis = nowMillis;
  }

  /**
   * A step was answered.
   *
   * @param at the version of the answer
   * @param sentMillis when the step was sent first; steps that were sent together tell one time
   */
  void answered(Version at, long sentMillis, long nowMillis) {
    paces.merge(
        at.partition(),
        new Pace(sentMillis, nowMillis),
        (known, heard) ->
            new Pace(Math.max(known.sentMillis(), heard.sentMillis()), heard.heardMillis()));
  }

  /** Whether a step that was sent at that time is known to wait for its turn. */
  boolean isQueued(int partition, long sentMillis, long nowMillis) {
    Pace pace = paces.get(partition);
    if (pace != null && pace.sentMillis() > sentMillis) {
      return false;
    }
    boolean answers = pace != null && nowMillis - pace.heardMillis() < SILENCE.toMillis();
    return answers
        || (backlog.isBehind(nowMillis) && nowMillis - sentMillis < LONGEST_POSTPONED.toMillis());
  }

  /**
   * Whether an answer that was in time for a deadline may still lie unread: the task has read none
   * that is newer than the deadline, and answers keep coming or the orchestrator is behind, or it
   * has only just begun to read.
   */
  boolean mayHaveUnread(long deadlineMillis, long nowMillis) {
    return answerAppendedMillis <= deadlineMillis
        && (nowMillis - answerReadMillis < SILENCE.toMillis() || backlog.isBehind(nowMillis))
        && nowMillis - Math.max(deadlineMillis, startedMillis) < LONGEST_POSTPONED.toMillis();
  }
}
