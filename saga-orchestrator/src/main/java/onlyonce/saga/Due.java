package onlyonce.saga;

import java.util.UUID;

/**
 * Time has passed. Whoever keeps the timers sends this at a saga's {@link SagaState#dueMillis()},
 * or earlier, or too often: only the state decides whether something is due.
 */
public record Due(UUID transferId, long nowMillis) implements SagaEvent {}
