package onlyonce.chaos.plan;

/** A plan cannot be read or played; the message names the file, the place and what is known. */
public final class BadPlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadPlanException(String message) {
    super(message);
  }

  BadPlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
