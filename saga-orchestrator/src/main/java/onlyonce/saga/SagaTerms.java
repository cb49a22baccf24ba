package onlyonce.saga;

import java.util.OptionalLong;
import java.util.UUID;

/** What deciding needs to know beside state and event. */
record SagaTerms(SendWindow window, RetryPolicy retries) {

  /** The schedule of a step that is sent for the first time. */
  Schedule first(UUID transferId, long nowMillis) {
    return new Schedule(1, nowMillis, nowMillis + retries.pauseMillis(transferId, 1));
  }

  /** The schedule of a step that is sent once more. */
  Schedule next(UUID transferId, Schedule before, long nowMillis) {
    return later(transferId, before, oneMore(before.attempt()), nowMillis);
  }

  /** The schedule of a step that is waited for once more. */
  Schedule later(UUID transferId, Schedule before, long nowMillis) {
    return later(transferId, before, before.attempt(), nowMillis);
  }

  private Schedule later(UUID transferId, Schedule before, int attempt, long nowMillis) {
    int look = oneMore(before.look());
    return new Schedule(
        attempt, look, before.sinceMillis(), nowMillis + retries.pauseMillis(transferId, look));
  }

  private static int oneMore(int count) {
    return count == Integer.MAX_VALUE ? count : count + 1;
  }

  /** Until when a hold is waited for that begins now. */
  OptionalLong deadline(long nowMillis) {
    return OptionalLong.of(nowMillis + retries.holdDeadline().toMillis());
  }
}
