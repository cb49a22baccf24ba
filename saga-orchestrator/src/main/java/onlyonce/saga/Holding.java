package onlyonce.saga;

import java.util.Optional;
import java.util.OptionalLong;
import onlyonce.messages.Command.Hold;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;

/**
 * {@code Hold} is in the source's log. Until {@code Credit} is sent the saga may turn back.
 *
 * @param deadlineMillis when it does, should no answer come until then; empty for a saga of an
 *     earlier version, which gets its deadline with its next attempt
 */
public record Holding(Transfer transfer, Schedule schedule, OptionalLong deadlineMillis)
    implements Awaiting {

  /** Begins to wait for the hold. */
  static Holding begin(Transfer transfer, long nowMillis, SagaTerms terms) {
    return new Holding(transfer, terms.first(transfer.id(), nowMillis), terms.deadline(nowMillis));
  }

  @Override
  public String label() {
    return "Holding";
  }

  @Override
  public Hold step() {
    return new Hold(transfer.id(), transfer.from(), transfer.amount(), transfer.currency());
  }

  @Override
  public Holding withSchedule(Schedule next) {
    return new Holding(transfer, next, deadlineMillis);
  }

  @Override
  public OptionalLong dueMillis() {
    long retry = schedule.nextMillis();
    return OptionalLong.of(Math.min(retry, deadlineMillis.orElse(retry)));
  }

  @Override
  public Decision due(long nowMillis, SagaTerms terms) {
    if (deadlineMillis.isEmpty()) {
      Holding dated = new Holding(transfer, schedule, terms.deadline(nowMillis));
      return dated.again(nowMillis, terms);
    }
    return nowMillis >= deadlineMillis.getAsLong()
        ? turnBack(End.COMPENSATED, Outcome.DEADLINE_PASSED, nowMillis, terms)
        : again(nowMillis, terms);
  }

  @Override
  public Decision compensate(CompensateAsked wish, SagaTerms terms) {
    return turnBack(End.COMPENSATED, Outcome.CANCELLED, wish.nowMillis(), terms);
  }

  @Override
  public Decision answered(Replied reply, SagaTerms terms) {
    return switch (reply.outcome()) {
      case APPLIED ->
          terms.window().hasPassed(transfer.id(), reply.nowMillis())
              ? tooOld(reply, terms)
              : Awaiting.enter(
                  new Crediting(transfer, terms.first(transfer.id(), reply.nowMillis())));
      // A tombstone refuses the hold before any money is held, like the rules' own refusals.
      case INSUFFICIENT_FUNDS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW,
          HOLD_ALREADY_RELEASED ->
          Decision.end(new Rejected(transfer, reply.outcome(), reply.version()));
      // Not judged: the hold may stand, if an earlier record of it was. Release settles that.
      case EXPIRED -> tooOld(reply, terms);
      case HOLD_EXISTS,
          HOLD_ALREADY_SETTLED,
          HOLD_NOT_FOUND,
          ACCOUNT_EXISTS,
          ACCOUNT_NOT_EMPTY,
          SAME_ACCOUNT,
          DEADLINE_PASSED,
          CANCELLED,
          CONFLICTS_WITH_EARLIER ->
          park(reply);
    };
  }

  private Decision tooOld(Replied reply, SagaTerms terms) {
    return turnBack(End.EXPIRED, Outcome.EXPIRED, reply.nowMillis(), terms);
  }

  /** Gives up; no {@code Credit} was ever sent. */
  private Decision turnBack(End end, Outcome reason, long nowMillis, SagaTerms terms) {
    return Awaiting.enter(
        new Releasing(
            transfer, end, reason, Optional.empty(), terms.first(transfer.id(), nowMillis)));
  }
}
