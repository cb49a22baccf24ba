package onlyonce.chaos.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code ledger.posting}.
 *
 * @param logOffset of the command in the ledger partition's log
 * @param kind {@code Open}, {@code Post}, {@code Credit} or {@code Settle}
 * @param amountMinor signed, in minor units
 */
public record PostingRow(
    long logOffset,
    UUID commandId,
    @Nullable UUID transferId,
    String kind,
    String account,
    String currency,
    long amountMinor) {

  /** Whether the account belongs to the ledger itself: treasury or in-transit. */
  public boolean isInternal() {
    return account.startsWith("~");
  }

  /** The transfer of a saga step's posting, else the command itself. */
  public UUID owner() {
    boolean step = kind.equals("Credit") || kind.equals("Settle");
    return step && transferId != null ? transferId : commandId;
  }
}
