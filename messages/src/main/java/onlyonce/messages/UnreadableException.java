package onlyonce.messages;

/** A record that cannot be read as what its topic holds; it becomes a dead letter. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  public UnreadableException(DeadLetterReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** Why, by name. */
  public DeadLetterReason reason() {
    return reason;
  }

  /** Why, in words, naming the field and its value. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
