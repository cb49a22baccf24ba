package onlyonce.messages;

import java.util.Optional;
import java.util.UUID;

/**
 * What a command came to, as told on {@code ledger-outcomes}.
 *
 * @param commandId the command's id
 * @param type which command it was
 * @param transferId the transfer that it is a step of; empty for Open and Close
 * @param version the ledger partition and its record's offset + 1
 */
public record CommandOutcome(
    UUID commandId, CommandType type, Optional<UUID> transferId, Outcome outcome, Version version) {

  /** The key on {@code ledger-outcomes}: the command's transfer, or its own id. */
  public UUID key() {
    return transferId.orElse(commandId);
  }
}
