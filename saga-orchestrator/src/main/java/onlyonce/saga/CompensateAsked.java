package onlyonce.saga;

import java.util.UUID;

/** A person asks a saga to turn back, which it can until {@code Credit} is sent. */
public record CompensateAsked(UUID transferId, long nowMillis) implements SagaEvent {}
