package onlyonce.saga;

import java.util.Optional;
import onlyonce.messages.Command.Credit;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;

/**
 * {@code Credit} is in the destination's log: the pivot. Only the destination's stored answer
 * decides from here, however late; silence and {@code Expired} are never a refusal.
 */
public record Crediting(Transfer transfer) implements Awaiting {
  @Override
  public String label() {
    return "Crediting";
  }

  @Override
  public Credit step() {
    return new Credit(transfer.id(), transfer.to(), transfer.amount(), transfer.currency());
  }

  @Override
  public Decision answered(Replied reply, SendWindow window) {
    return switch (reply.outcome()) {
      case APPLIED -> Awaiting.enter(new Settling(transfer, reply.version()));
      case INSUFFICIENT_FUNDS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW ->
          Awaiting.enter(
              new Releasing(
                  transfer, End.COMPENSATED, reply.outcome(), Optional.of(reply.version())));
      case EXPIRED,
          CONFLICTS_WITH_EARLIER,
          HOLD_EXISTS,
          HOLD_NOT_FOUND,
          HOLD_ALREADY_SETTLED,
          HOLD_ALREADY_RELEASED,
          ACCOUNT_EXISTS,
          ACCOUNT_NOT_EMPTY,
          SAME_ACCOUNT ->
          park(reply);
    };
  }
}
