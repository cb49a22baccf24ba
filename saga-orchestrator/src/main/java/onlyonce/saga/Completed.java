package onlyonce.saga;

import java.util.List;
import java.util.Optional;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * The money moved.
 *
 * @param settled the source's version with the posting in it
 * @param credited the destination's version with the credit in it
 */
public record Completed(Transfer transfer, Version settled, Version credited) implements Ended {
  @Override
  public String label() {
    return "Completed";
  }

  @Override
  public TransferResult result() {
    return new TransferResult(
        transfer.id(), End.COMPLETED, Optional.empty(), List.of(settled, credited));
  }
}
