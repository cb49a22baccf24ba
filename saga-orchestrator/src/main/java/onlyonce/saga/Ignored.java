package onlyonce.saga;

/** Why an event changed nothing. */
public enum Ignored {
  /** A start that had been seen; a Post or a result is sent again. */
  REPEATED_START("repeated-start"),
  /** A reply to a transfer that is not known. */
  NO_SAGA("no-saga"),
  /** A reply to a command that is not this transfer's own step. */
  FOREIGN("foreign"),
  /** A reply to a step that the saga does not wait for: doubled, late or reordered. */
  OTHER_STEP("other-step"),
  /** A reply after the end. */
  AFTER_END("after-end"),
  /** A reply that cannot move a parked saga. */
  STILL_PARKED("still-parked"),
  /** Time that passed for a saga that waits for nothing, or not yet. */
  NOT_DUE("not-due"),
  /** A wish to resume a saga that is not parked. */
  NOT_PARKED("not-parked"),
  /**
   * A wish to resume after a {@code Credit} that was not judged, without asking the destination.
   */
  READING_NEEDED("reading-needed"),
  /** A wish to resume with what the destination told elsewhere or too early. */
  STALE_READING("stale-reading"),
  /** A wish to turn back after {@code Credit} was sent. */
  CREDIT_SENT("credit-sent"),
  /** A wish to turn back what turns back already. */
  TURNED_BACK("turned-back"),
  /** A wish about a transfer within one ledger partition, which is no saga. */
  POSTED("posted");

  private final String label;

  Ignored(String label) {
    this.label = label;
  }

  /** The name in metrics. */
  public String label() {
    return label;
  }
}
