package onlyonce.saga;

import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;

/**
 * A saga that an answer stopped: a person must look. The step's stored answer still moves it,
 * however late.
 *
 * @param at where the saga stood, and stands again when it moves
 * @param reason the answer that stopped it
 * @param answered the version of that answer; whoever resumes must have read past it
 */
public record Parked(Awaiting at, Outcome reason, Version answered) implements SagaState.Open {
  @Override
  public String label() {
    return "Parked";
  }

  @Override
  public Transfer transfer() {
    return at.transfer();
  }

  /** What another answer to the parked step leads to. */
  Decision replied(Replied reply, SendWindow window) {
    // After a conflict a stored answer may have judged the other payload: it proves nothing here.
    if (reason == Outcome.CONFLICTS_WITH_EARLIER || !reply.isStored()) {
      return Decision.ignored(this, Ignored.STILL_PARKED);
    }
    Decision moved = at.answered(reply, window);
    return moved.state() instanceof Parked ? Decision.ignored(this, Ignored.STILL_PARKED) : moved;
  }
}
