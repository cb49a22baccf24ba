package onlyonce.saga;

import java.util.List;
import java.util.Optional;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * The destination refused; the hold at the source was released.
 *
 * @param reason the destination's refusal
 * @param released the source's version with the release in it
 * @param refused the destination's version at its refusal
 */
public record Compensated(Transfer transfer, Outcome reason, Version released, Version refused)
    implements Ended {
  @Override
  public String label() {
    return "Compensated";
  }

  @Override
  public TransferResult result() {
    return new TransferResult(
        transfer.id(), End.COMPENSATED, Optional.of(reason), List.of(released, refused));
  }
}
