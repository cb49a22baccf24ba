package onlyonce.saga;

import java.util.UUID;
import onlyonce.messages.Transfer;

/** A client asks for a transfer, for the first time or again. */
public record Started(Transfer transfer, long nowMillis) implements SagaEvent {
  @Override
  public UUID transferId() {
    return transfer.id();
  }
}
