package onlyonce.saga;

import java.util.UUID;

/**
 * Time has passed. Whoever keeps the timers sends this at a saga's {@link SagaState#dueMillis()},
 * or earlier, or too often: only the state decides whether something is due.
 *
 * @param standing what is known of the step that is waited for
 */
public record Due(UUID transferId, long nowMillis, Standing standing) implements SagaEvent {

  /** What is known of a step that was not answered. */
  public enum Standing {
    /** Nothing: it, or its answer, may be lost. */
    UNKNOWN,
    /**
     * Its ledger partition answers, but has not come to it: sent again it would only wait twice.
     */
    QUEUED
  }

  /** Nothing is known of the step. */
  public Due(UUID transferId, long nowMillis) {
    this(transferId, nowMillis, Standing.UNKNOWN);
  }
}
