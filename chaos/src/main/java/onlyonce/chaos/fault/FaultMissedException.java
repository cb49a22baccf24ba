package onlyonce.chaos.fault;

/** A fault found nothing to hit. The message says what it looked for. */
public final class FaultMissedException extends Exception {
  private static final long serialVersionUID = 1L;

  public FaultMissedException(String message) {
    super(message);
  }
}
