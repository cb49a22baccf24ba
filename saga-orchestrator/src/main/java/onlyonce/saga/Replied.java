package onlyonce.saga;

import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.Version;

/** A ledger partition tells what one step of a transfer came to. */
public record Replied(CommandOutcome answer, long nowMillis) implements SagaEvent {

  /**
   * @throws IllegalArgumentException when the answer names no transfer, as those to Open and Close
   */
  public Replied {
    if (answer.transferId().isEmpty()) {
      throw new IllegalArgumentException(
          "the outcome of " + answer.commandId() + " belongs to no transfer");
    }
  }

  @Override
  public UUID transferId() {
    return answer.transferId().orElseThrow();
  }

  Outcome outcome() {
    return answer.outcome();
  }

  Version version() {
    return answer.version();
  }

  /** Whether the command that was answered is this transfer's step of that type. */
  boolean isOwn() {
    return answer.commandId().equals(CommandIds.ofStep(transferId(), answer.type()));
  }

  boolean answers(CommandType step) {
    return answer.type() == step;
  }

  /** Whether the ledger decided the command and keeps the answer; otherwise it judged a record. */
  boolean isStored() {
    return switch (outcome()) {
      case EXPIRED, CONFLICTS_WITH_EARLIER -> false;
      case APPLIED,
          INSUFFICIENT_FUNDS,
          ACCOUNT_EXISTS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          ACCOUNT_NOT_EMPTY,
          SAME_ACCOUNT,
          DEADLINE_PASSED,
          CANCELLED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW,
          HOLD_EXISTS,
          HOLD_NOT_FOUND,
          HOLD_ALREADY_SETTLED,
          HOLD_ALREADY_RELEASED ->
          true;
    };
  }
}
