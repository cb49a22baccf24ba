package onlyonce.saga;

import java.util.Optional;
import onlyonce.messages.Command.Hold;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;

/** {@code Hold} is in the source's log. Until {@code Credit} is sent the saga may turn back. */
public record Holding(Transfer transfer) implements Awaiting {
  @Override
  public String label() {
    return "Holding";
  }

  @Override
  public Hold step() {
    return new Hold(transfer.id(), transfer.from(), transfer.amount(), transfer.currency());
  }

  @Override
  public Decision answered(Replied reply, SendWindow window) {
    return switch (reply.outcome()) {
      case APPLIED ->
          window.hasPassed(transfer.id(), reply.nowMillis())
              ? turnBack()
              : Awaiting.enter(new Crediting(transfer));
      // A tombstone refuses the hold before any money is held, like the rules' own refusals.
      case INSUFFICIENT_FUNDS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW,
          HOLD_ALREADY_RELEASED ->
          Decision.end(new Rejected(transfer, reply.outcome(), reply.version()));
      // Not judged: the hold may stand, if an earlier record of it was. Release settles that.
      case EXPIRED -> turnBack();
      case HOLD_EXISTS,
          HOLD_ALREADY_SETTLED,
          HOLD_NOT_FOUND,
          ACCOUNT_EXISTS,
          ACCOUNT_NOT_EMPTY,
          SAME_ACCOUNT,
          CONFLICTS_WITH_EARLIER ->
          park(reply);
    };
  }

  /** Gives up because of age; no {@code Credit} was ever sent. */
  private Decision turnBack() {
    return Awaiting.enter(new Releasing(transfer, End.EXPIRED, Outcome.EXPIRED, Optional.empty()));
  }
}
