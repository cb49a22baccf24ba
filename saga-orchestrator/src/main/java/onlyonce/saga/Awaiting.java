package onlyonce.saga;

import onlyonce.messages.Command.SagaStep;
import onlyonce.messages.CommandType;

/** A saga whose step is in the log, and whose answer is not. */
public sealed interface Awaiting extends SagaState.Open
    permits Holding, Crediting, Settling, Releasing {

  /** The step that the saga waits for. The same state always gives the same step. */
  SagaStep step();

  /** What the answer to {@link #step()} leads to. */
  Decision answered(Replied reply, SendWindow window);

  /** The kind of step that the saga waits for. */
  default CommandType awaited() {
    return step().type();
  }

  /** Sends the step of the state that is entered. */
  static Decision enter(Awaiting next) {
    return Decision.of(next, Emission.Send.step(next.step()));
  }

  /** Stops until a person, or the step's stored answer, says more. */
  default Decision park(Replied reply) {
    return Decision.of(new Parked(this, reply.outcome(), reply.version()));
  }
}
