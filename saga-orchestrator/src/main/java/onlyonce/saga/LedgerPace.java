package onlyonce.saga;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import onlyonce.messages.Version;

/**
 * How far the ledger partitions have come, as far as one task heard: each answers in the order of
 * its log. So when one answers, but nothing yet that was sent as late as a certain step, that step
 * is queued there. To send it again would make the queue longer, just when it is too long.
 *
 * <p>Once something that was sent later is answered, the step or its answer is lost; and of a
 * partition that says nothing at all nobody knows. Both are reasons to send it again. This is
 * memory only: whoever starts anew knows nothing until the first answers come.
 */
public final class LedgerPace {
  /** Whoever was silent for so long may have lost something. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Map<Integer, Pace> paces = new HashMap<>();

  /**
   * @param sentMillis when the latest step was sent that was answered
   * @param heardMillis when the latest answer came
   */
  private record Pace(long sentMillis, long heardMillis) {}

  /**
   * A step was answered.
   *
   * @param at the version of the answer
   * @param sentMillis when the step was sent first
   */
  public void answered(Version at, long sentMillis, long nowMillis) {
    paces.merge(
        at.partition(),
        new Pace(sentMillis, nowMillis),
        (known, heard) ->
            new Pace(Math.max(known.sentMillis(), heard.sentMillis()), heard.heardMillis()));
  }

  /** What is known of a step that was sent at that time and is not answered. */
  public Due.Standing standing(int partition, long sentMillis, long nowMillis) {
    Pace pace = paces.get(partition);
    boolean queued =
        pace != null
            && nowMillis - pace.heardMillis() < SILENCE.toMillis()
            && pace.sentMillis() < sentMillis;
    return queued ? Due.Standing.QUEUED : Due.Standing.UNKNOWN;
  }
}
