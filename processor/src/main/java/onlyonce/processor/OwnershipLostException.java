package onlyonce.processor;

/** A commit was refused: another processor took the partition over, or it moved on without us. */
final class OwnershipLostException extends Exception {
  private static final long serialVersionUID = 1L;

  OwnershipLostException(int partition, long nextOffset) {
    super(
        "commit refused: ledger partition %d at offset %d is no longer ours"
            .formatted(partition, nextOffset));
  }
}
