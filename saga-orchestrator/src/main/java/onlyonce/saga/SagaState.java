package onlyonce.saga;

import java.util.OptionalLong;
import onlyonce.messages.Transfer;

/**
 * What the orchestrator remembers of one transfer. {@link SagaRules} holds the transition table.
 */
public sealed interface SagaState permits NotStarted, SagaState.Remembered {

  /** The state's name, such as {@code Holding}. */
  String label();

  /**
   * When the saga wants {@link Due} next, in milliseconds since 1970; empty when time is nothing.
   */
  default OptionalLong dueMillis() {
    return OptionalLong.empty();
  }

  /** A state that something was decided about; only {@link NotStarted} is none. */
  sealed interface Remembered extends SagaState permits Open, Ended, Posted {
    /** The intent, as it was first told. */
    Transfer transfer();
  }

  /** A saga that still has to end. */
  sealed interface Open extends Remembered permits Awaiting, Parked {
    /** How often the step was sent that the saga waits for, or is parked at. */
    int attempt();

    /** Since when the saga waits for that step, or is parked, in milliseconds since 1970. */
    long sinceMillis();
  }
}
