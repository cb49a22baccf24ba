package onlyonce.saga;

import java.util.Optional;
import onlyonce.messages.Command.Credit;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * {@code Credit} is in the destination's log: the pivot. Only the destination's stored answer
 * decides from here, however late; silence and {@code Expired} are never a refusal.
 */
public record Crediting(Transfer transfer, Schedule schedule) implements Awaiting {
  @Override
  public String label() {
    return "Crediting";
  }

  @Override
  public Credit step() {
    return new Credit(transfer.id(), transfer.to(), transfer.amount(), transfer.currency());
  }

  @Override
  public Crediting withSchedule(Schedule next) {
    return new Crediting(transfer, next);
  }

  @Override
  public Decision compensate(CompensateAsked wish, SagaTerms terms) {
    return Decision.ignored(this, Ignored.CREDIT_SENT);
  }

  /**
   * What the destination's primary told about a {@code Credit} that was not judged; nothing when it
   * was read elsewhere or too early.
   *
   * @param expired the version of the {@code Expired} answer. Whatever stood before it in the log
   *     was judged by then, and whatever comes after it is below the floor: a reading from there on
   *     is the last word.
   */
  Optional<Decision> told(
      DestinationReading reading, Version expired, long nowMillis, SagaTerms terms) {
    if (reading.version().partition() != expired.partition()) {
      return Optional.empty();
    }
    Schedule first = terms.first(transfer.id(), nowMillis);
    return switch (reading) {
      case DestinationReading.Credited credited ->
          Optional.of(Awaiting.enter(new Settling(transfer, credited.version(), first)));
      case DestinationReading.NotCredited nothing ->
          nothing.version().nextOffset() < expired.nextOffset()
              ? Optional.empty()
              : Optional.of(
                  Awaiting.enter(
                      new Releasing(
                          transfer, End.EXPIRED, Outcome.EXPIRED, Optional.empty(), first)));
    };
  }

  @Override
  public Decision answered(Replied reply, SagaTerms terms) {
    return switch (reply.outcome()) {
      case APPLIED ->
          Awaiting.enter(
              new Settling(
                  transfer, reply.version(), terms.first(transfer.id(), reply.nowMillis())));
      case INSUFFICIENT_FUNDS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW ->
          Awaiting.enter(
              new Releasing(
                  transfer,
                  End.COMPENSATED,
                  reply.outcome(),
                  Optional.of(reply.version()),
                  terms.first(transfer.id(), reply.nowMillis())));
      case EXPIRED,
          CONFLICTS_WITH_EARLIER,
          HOLD_EXISTS,
          HOLD_NOT_FOUND,
          HOLD_ALREADY_SETTLED,
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
