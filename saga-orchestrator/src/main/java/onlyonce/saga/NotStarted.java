package onlyonce.saga;

/** No saga is known under the id. */
public record NotStarted() implements SagaState {
  @Override
  public String label() {
    return "NotStarted";
  }
}
