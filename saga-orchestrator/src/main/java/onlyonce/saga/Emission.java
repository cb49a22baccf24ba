package onlyonce.saga;

import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.Command.SagaStep;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;

/** What a decision tells the world. */
public sealed interface Emission {

  /**
   * A command for the ledger partition of {@code account}, which is also the record's key.
   *
   * @param attempt how often it is sent by this, from 1; it travels beside the payload
   */
  record Send(UUID commandId, AccountId account, LedgerCommand command, int attempt)
      implements Emission {
    static Send step(SagaStep step, int attempt) {
      return new Send(
          CommandIds.ofStep(step.transferId(), step.type()), step.account(), step, attempt);
    }

    /** The whole transfer in one command, under its own id: one dedup row, whatever the route. */
    static Send post(Transfer transfer) {
      return new Send(transfer.id(), transfer.from(), transfer.asPost(), 1);
    }
  }

  /** The transfer's end. */
  record Publish(TransferResult result) implements Emission {}

  /** The record that was just read goes to the dead letters. */
  record Refuse(DeadLetterReason reason, String detail) implements Emission {}
}
