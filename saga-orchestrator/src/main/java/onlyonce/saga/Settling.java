package onlyonce.saga;

import onlyonce.messages.Command.Settle;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;

/**
 * The destination has the money, so the saga only goes forward: {@code Settle} is in the source's
 * log.
 *
 * @param credited the destination's version with the credit in it
 */
public record Settling(Transfer transfer, Version credited, Schedule schedule) implements Awaiting {
  @Override
  public String label() {
    return "Settling";
  }

  @Override
  public Settle step() {
    return new Settle(transfer.id(), transfer.from());
  }

  @Override
  public Settling withSchedule(Schedule next) {
    return new Settling(transfer, credited, next);
  }

  @Override
  public Decision compensate(CompensateAsked wish, SagaTerms terms) {
    return Decision.ignored(this, Ignored.CREDIT_SENT);
  }

  @Override
  public Decision answered(Replied reply, SagaTerms terms) {
    return switch (reply.outcome()) {
      // Below the floor the hold row is the only memory of an earlier, successful Settle.
      case APPLIED, HOLD_ALREADY_SETTLED ->
          Decision.end(new Completed(transfer, reply.version(), credited));
      case INSUFFICIENT_FUNDS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW,
          EXPIRED,
          CONFLICTS_WITH_EARLIER,
          HOLD_EXISTS,
          HOLD_NOT_FOUND,
          HOLD_ALREADY_RELEASED,
          ACCOUNT_EXISTS,
          ACCOUNT_NOT_EMPTY,
          SAME_ACCOUNT,
          DEADLINE_PASSED,
          CANCELLED ->
          park(reply);
    };
  }
}
