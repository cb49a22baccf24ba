package onlyonce.saga;

import java.util.List;
import java.util.Optional;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * The destination refused, the hold's deadline passed or a person turned the transfer back; the
 * hold at the source was released.
 *
 * @param reason the destination's refusal, {@link Outcome#DEADLINE_PASSED} or {@link
 *     Outcome#CANCELLED}
 * @param released the source's version with the release in it
 * @param refused the destination's version at its refusal; empty when it was never asked
 */
public record Compensated(
    Transfer transfer, Outcome reason, Version released, Optional<Version> refused)
    implements Ended {
  @Override
  public String label() {
    return "Compensated";
  }

  @Override
  public TransferResult result() {
    List<Version> versions =
        refused
            .map(destination -> List.of(released, destination))
            .orElseGet(() -> List.of(released));
    return new TransferResult(transfer.id(), End.COMPENSATED, Optional.of(reason), versions);
  }
}
