package onlyonce.saga;

import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DestinationReading;

/**
 * A person asks a parked saga to go on.
 *
 * @param destination what the destination's primary told, if it was asked: without it a {@code
 *     Credit} that was not judged stays parked
 */
public record Resumed(UUID transferId, Optional<DestinationReading> destination, long nowMillis)
    implements SagaEvent {}
