package onlyonce.messages;

/** A record that cannot be read as what its topic holds; it becomes a dead letter. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int DETAIL_CHARS = 300;

  private final DeadLetterReason reason;

  public UnreadableException(DeadLetterReason reason, String detail) {
    super(printable(detail), null, false, false);
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

  /** Details quote what strangers wrote: bounded, and fit for any log, header or text column. */
  private static String printable(String detail) {
    StringBuilder printable = new StringBuilder();
    detail
        .codePoints()
        .limit(DETAIL_CHARS)
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
