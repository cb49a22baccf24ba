package onlyonce.saga;

import java.util.UUID;

/** What is stored under a transfer's id is no saga. Going on would guess about money. */
final class CorruptSagaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CorruptSagaException(UUID transferId, String detail) {
    super(
        "the stored saga of transfer %s cannot be read: %s; stop every orchestrator, remove the state folders and let them be restored from the changelog"
            .formatted(transferId, detail));
  }
}
