package onlyonce.saga;

import java.util.List;
import java.util.Optional;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * The transfer was too old before its {@code Credit} or {@code Post} was sent; whatever was held
 * was released.
 *
 * @param released the source's version with the release in it; empty when nothing was ever sent
 */
public record Expired(Transfer transfer, Optional<Version> released) implements Ended {
  @Override
  public String label() {
    return "Expired";
  }

  @Override
  public TransferResult result() {
    return new TransferResult(
        transfer.id(),
        End.EXPIRED,
        Optional.of(Outcome.EXPIRED),
        released.map(List::of).orElseGet(List::of));
  }
}
