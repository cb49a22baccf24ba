package onlyonce.chaos.intent;

/** What became of an intent. Every intent is in exactly one class, so they add up. */
public enum IntentClass {
  /** Moved the money (opened, closed the account) exactly once, and its end was told. */
  APPLIED("applied"),
  /** Refused by the ledger's rules; whatever was held is given back. */
  REJECTED("rejected"),
  /** Older than the dedup window: not judged. */
  EXPIRED("expired"),
  /** Its id was taken by other content. */
  CONFLICTED("conflicted"),
  /** Could not be read or judged. */
  DEAD_LETTERED("dead_lettered"),
  /** Neither acknowledged nor handed over, and not in the log. */
  UNSENT("unsent"),
  /** Acknowledged or handed over but not in the log, or in the log with an effect missing. */
  LOST("lost"),
  /** Moved the money more than once. */
  DUPLICATED("duplicated"),
  /** In the log, and has no end. */
  STUCK("stuck");

  private final String label;

  IntentClass(String label) {
    this.label = label;
  }

  /** The name in reports. */
  public String label() {
    return label;
  }
}
