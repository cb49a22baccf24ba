package onlyonce.messages;

/**
 * Another {@link MapTerm} was claimed since: whoever gets this decides and changes nothing any
 * more. What it did under its own term so far stands, or not, as the map and the databases say.
 */
public final class DeposedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeposedException(String message) {
    super(message);
  }

  public DeposedException(String message, Throwable cause) {
    super(message, cause);
  }
}
