package onlyonce.saga;

import onlyonce.messages.Transfer;

/**
 * Both accounts live in one ledger partition: the transfer went out as a {@code Post} under its own
 * id, and the processor tells its result.
 */
public record Posted(Transfer transfer) implements SagaState.Remembered {
  @Override
  public String label() {
    return "Posted";
  }
}
