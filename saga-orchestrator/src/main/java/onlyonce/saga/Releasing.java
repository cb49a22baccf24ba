package onlyonce.saga;

import java.util.Optional;
import onlyonce.messages.Command.Release;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * The saga turns back: {@code Release} is in the source's log.
 *
 * @param end {@link End#COMPENSATED} after the destination's refusal, a passed deadline or a
 *     person's wish; {@link End#EXPIRED} when the transfer grew too old
 * @param reason the destination's refusal, {@link Outcome#DEADLINE_PASSED}, {@link
 *     Outcome#CANCELLED} or {@link Outcome#EXPIRED}
 * @param refused the destination's version at its refusal
 */
public record Releasing(
    Transfer transfer, End end, Outcome reason, Optional<Version> refused, Schedule schedule)
    implements Awaiting {

  /**
   * @throws IllegalArgumentException when the end is not one that a released hold leads to, or its
   *     reason is the destination's refusal and no version has it
   */
  public Releasing {
    boolean fits =
        switch (end) {
          case COMPENSATED -> refused.isPresent() == isRefusal(reason);
          case EXPIRED -> refused.isEmpty() && reason == Outcome.EXPIRED;
          case COMPLETED, REJECTED -> false;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "transfer %s cannot be released to end %s for %s, refused at %s"
              .formatted(transfer.id(), end, reason, refused));
    }
  }

  /** Whether the destination gave the reason, rather than the orchestrator itself. */
  private static boolean isRefusal(Outcome reason) {
    return reason != Outcome.DEADLINE_PASSED && reason != Outcome.CANCELLED;
  }

  @Override
  public String label() {
    return "Releasing";
  }

  @Override
  public Release step() {
    return new Release(transfer.id(), transfer.from());
  }

  @Override
  public Releasing withSchedule(Schedule next) {
    return new Releasing(transfer, end, reason, refused, next);
  }

  @Override
  public Decision compensate(CompensateAsked wish, SagaTerms terms) {
    return Decision.ignored(this, Ignored.TURNED_BACK);
  }

  @Override
  public Decision answered(Replied reply, SagaTerms terms) {
    return switch (reply.outcome()) {
      case APPLIED, HOLD_ALREADY_RELEASED -> Decision.end(released(reply.version()));
      case INSUFFICIENT_FUNDS,
          ACCOUNT_NOT_FOUND,
          ACCOUNT_CLOSED,
          CURRENCY_MISMATCH,
          BALANCE_OVERFLOW,
          EXPIRED,
          CONFLICTS_WITH_EARLIER,
          HOLD_EXISTS,
          HOLD_NOT_FOUND,
          HOLD_ALREADY_SETTLED,
          ACCOUNT_EXISTS,
          ACCOUNT_NOT_EMPTY,
          SAME_ACCOUNT,
          DEADLINE_PASSED,
          CANCELLED ->
          park(reply);
    };
  }

  private Ended released(Version source) {
    return end == End.EXPIRED
        ? new Expired(transfer, Optional.of(source))
        : new Compensated(transfer, reason, source, refused);
  }
}
