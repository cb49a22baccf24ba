package onlyonce.saga;

import java.util.UUID;
import onlyonce.messages.Transfer;

/**
 * A client asks for a transfer, for the first time or again.
 *
 * @param floorMillis below this id time nothing is remembered, so an unknown transfer may have been
 *     judged before
 */
public record Started(Transfer transfer, long floorMillis, long nowMillis) implements SagaEvent {
  @Override
  public UUID transferId() {
    return transfer.id();
  }
}
