package onlyonce.ledger.read;

/** Too few replicas answered, or none was far enough, within the deadline. */
public final class NotAnsweredException extends Exception {
  private static final long serialVersionUID = 1L;

  NotAnsweredException(String message) {
    super(message);
  }
}
