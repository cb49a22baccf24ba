package onlyonce.cli;

/** The user asked for something that cannot be; the message names it and the remedy. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
