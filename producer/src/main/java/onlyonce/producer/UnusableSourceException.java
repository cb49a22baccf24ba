package onlyonce.producer;

/** A source that holds no lines of ours at all, such as a file without the header. */
public final class UnusableSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableSourceException(String message) {
    super(message);
  }
}
