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
 * @param end {@link End#COMPENSATED} after the destination's refusal, {@link End#EXPIRED} when the
 *     transfer grew too old before {@code Credit} was sent
 * @param reason the destination's refusal, or {@link Outcome#EXPIRED}
 * @param refused the destination's version at its refusal
 */
public record Releasing(Transfer transfer, End end, Outcome reason, Optional<Version> refused)
    implements Awaiting {

  /**
   * @throws IllegalArgumentException when the end is not one that a released hold leads to, or is
   *     compensation without a refusal
   */
  public Releasing {
    boolean compensated = end == End.COMPENSATED && refused.isPresent();
    boolean expired = end == End.EXPIRED && refused.isEmpty();
    if (!compensated && !expired) {
      throw new IllegalArgumentException(
          "a release leads to Compensated with a refusal or to Expired without one, but transfer %s has %s and %s"
              .formatted(transfer.id(), end, refused));
    }
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
  public Decision answered(Replied reply, SendWindow window) {
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
          SAME_ACCOUNT ->
          park(reply);
    };
  }

  private Ended released(Version source) {
    return refused
        .<Ended>map(destination -> new Compensated(transfer, reason, source, destination))
        .orElseGet(() -> new Expired(transfer, Optional.of(source)));
  }
}
