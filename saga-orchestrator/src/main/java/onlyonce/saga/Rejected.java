package onlyonce.saga;

import java.util.List;
import java.util.Optional;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * The source refused the hold; nothing was ever held.
 *
 * @param refused the source's version at its refusal
 */
public record Rejected(Transfer transfer, Outcome reason, Version refused) implements Ended {
  @Override
  public String label() {
    return "Rejected";
  }

  @Override
  public TransferResult result() {
    return new TransferResult(transfer.id(), End.REJECTED, Optional.of(reason), List.of(refused));
  }
}
