package onlyonce.chaos.reconcile;

/**
 * A source could not be read, so there is no report at all. The message names it and the remedy.
 */
public final class ReconciliationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReconciliationException(String message, Throwable cause) {
    super(message, cause);
  }
}
