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
    int attempt = before.attempt() == Integer.MAX_VALUE ? before.attempt() : before.attempt() + 1;
    return new Schedule(
        attempt, before.sinceMillis(), nowMillis + retries.pauseMillis(transferId, attempt));
  }

  /** Until when a hold is waited for that begins now. */
  OptionalLong deadline(long nowMillis) {
    return OptionalLong.of(nowMillis + retries.holdDeadline().toMillis());
  }
}
