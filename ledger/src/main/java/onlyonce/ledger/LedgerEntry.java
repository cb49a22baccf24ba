package onlyonce.ledger;

import java.util.List;
import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;

/**
 * A command as it stands in a ledger partition's log.
 *
 * @param partition the ledger partition, not negative
 * @param offset its place in the log, not negative
 * @param id the command's id
 */
public record LedgerEntry(int partition, long offset, UUID id, Command.LedgerCommand command) {

  /**
   * @throws IllegalArgumentException when the place is negative, or the command names an internal
   *     account: those move only as the other side of a client's
   */
  public LedgerEntry {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "command " + id + " cannot stand at " + partition + "/" + offset);
    }
    List<AccountId> accounts = command.accounts();
    for (AccountId account : accounts) {
      if (account.isInternal()) {
        throw new IllegalArgumentException(
            "command " + id + " names the internal account " + account);
      }
    }
  }

  /** The version of what this command changes: its offset + 1. */
  long version() {
    return offset + 1;
  }

  /** The transfer that the command serves: a saga step's transfer, otherwise the command itself. */
  UUID transferId() {
    return command instanceof Command.SagaStep step ? step.transferId() : id;
  }

  boolean comesAfter(LedgerEntry other) {
    return partition > other.partition || (partition == other.partition && offset > other.offset);
  }
}
