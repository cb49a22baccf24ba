package onlyonce.cli.diff;

/** A file that cannot be compared; the message names it and why. */
public final class UnreadableSheetException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableSheetException(String message) {
    super(message);
  }

  UnreadableSheetException(String message, Exception cause) {
    super(message, cause);
  }
}
