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
  STILL_PARKED("still-parked");

  private final String label;

  Ignored(String label) {
    this.label = label;
  }

  /** The name in metrics. */
  public String label() {
    return label;
  }
}
