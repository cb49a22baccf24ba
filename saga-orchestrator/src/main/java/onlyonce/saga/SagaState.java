package onlyonce.saga;

import onlyonce.messages.Transfer;

/**
 * What the orchestrator remembers of one transfer. {@link SagaRules} holds the transition table.
 */
public sealed interface SagaState permits NotStarted, SagaState.Remembered {

  /** The state's name, such as {@code Holding}. */
  String label();

  /** A state that something was decided about; only {@link NotStarted} is none. */
  sealed interface Remembered extends SagaState permits Open, Ended, Posted {
    /** The intent, as it was first told. */
    Transfer transfer();
  }

  /** A saga that still has to end. */
  sealed interface Open extends Remembered permits Awaiting, Parked {}
}
