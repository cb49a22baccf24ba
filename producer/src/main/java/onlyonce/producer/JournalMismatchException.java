package onlyonce.producer;

/** The journal holds another send than the one that was asked for. */
public final class JournalMismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  JournalMismatchException(String message) {
    super(message);
  }
}
