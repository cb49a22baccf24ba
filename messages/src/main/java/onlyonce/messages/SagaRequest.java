package onlyonce.messages;

import java.util.Optional;
import java.util.UUID;

/** What a person asks of a saga. It travels on {@code transfers}, to where its saga is. */
public sealed interface SagaRequest {
  /** The transfer whose saga is meant. */
  UUID transferId();

  /** The {@code ce_type} on the wire. */
  String eventType();

  /**
   * A parked saga shall go on.
   *
   * @param destination what the destination's primary told, if it was asked
   */
  record Resume(UUID transferId, Optional<DestinationReading> destination) implements SagaRequest {
    @Override
    public String eventType() {
      return SagaRequestCodec.RESUME;
    }
  }

  /** A saga shall turn back. */
  record Compensate(UUID transferId) implements SagaRequest {
    @Override
    public String eventType() {
      return SagaRequestCodec.COMPENSATE;
    }
  }
}
