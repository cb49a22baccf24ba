package onlyonce.saga;

import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;

/**
 * A saga that an answer stopped: a person must look. The step's stored answer still moves it,
 * however late. Time does not: whatever was sent again would be answered the same.
 *
 * @param at where the saga stood, and stands again when it moves
 * @param reason the answer that stopped it
 * @param answered the version of that answer; whoever resumes must have read past it
 * @param sinceMillis when it was parked, in milliseconds since 1970
 */
public record Parked(Awaiting at, Outcome reason, Version answered, long sinceMillis)
    implements SagaState.Open {
  @Override
  public String label() {
    return "Parked";
  }

  @Override
  public Transfer transfer() {
    return at.transfer();
  }

  @Override
  public int attempt() {
    return at.attempt();
  }

  /** What another answer to the parked step leads to. */
  Decision replied(Replied reply, SagaTerms terms) {
    // After a conflict a stored answer may have judged the other payload: it proves nothing here.
    if (isConflict() || !reply.isStored()) {
      return Decision.ignored(this, Ignored.STILL_PARKED);
    }
    Decision moved = at.answered(reply, terms);
    return moved.state() instanceof Parked ? Decision.ignored(this, Ignored.STILL_PARKED) : moved;
  }

  /**
   * Goes on at a person's word. A step is sent again, under the same id; a {@code Credit} that was
   * not judged is not, since it never will be: there the destination's own books decide.
   */
  Decision resumed(Resumed event, SagaTerms terms) {
    if (isConflict()) {
      return Decision.ignored(this, Ignored.STILL_PARKED);
    }
    if (at instanceof Crediting crediting && reason == Outcome.EXPIRED) {
      if (event.destination().isEmpty()) {
        return Decision.ignored(this, Ignored.READING_NEEDED);
      }
      return crediting
          .told(event.destination().get(), answered, event.nowMillis(), terms)
          .orElseGet(() -> Decision.ignored(this, Ignored.STALE_READING));
    }
    return at.again(event.nowMillis(), terms);
  }

  /** Turns back at a person's word, if no {@code Credit} was ever sent. */
  Decision compensate(CompensateAsked wish, SagaTerms terms) {
    Decision moved = at.compensate(wish, terms);
    return moved.ignored().map(why -> Decision.ignored(this, why)).orElse(moved);
  }

  private boolean isConflict() {
    return reason == Outcome.CONFLICTS_WITH_EARLIER;
  }
}
