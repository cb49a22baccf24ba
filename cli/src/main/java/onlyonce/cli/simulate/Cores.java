package onlyonce.cli.simulate;

import onlyonce.ledger.LedgerView;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.saga.SagaEvent;
import onlyonce.saga.SagaState;
import onlyonce.saga.TaskFloor;

/** What decides: the code that runs in processors and orchestrators, or a broken variant of it. */
interface Cores {

  /** What a new command comes to. */
  onlyonce.ledger.Decision decide(LedgerView view, LedgerCommand command);

  /** What an event does to a saga. */
  onlyonce.saga.Decision decide(SagaState state, SagaEvent event);

  /** Whether the ledger knows the ids that it judged. */
  boolean remembersIds();

  /** Whether a processor that lost its ledger partition is kept from writing it. */
  boolean fencesOwners();

  /** Whether an orchestrator may drop a transfer from its memory. */
  boolean mayForget(SagaState.Remembered state, TaskFloor floor);
}
