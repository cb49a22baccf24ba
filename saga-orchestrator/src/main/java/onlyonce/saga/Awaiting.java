package onlyonce.saga;

import java.time.Duration;
import java.util.OptionalLong;
import onlyonce.messages.Command.SagaStep;
import onlyonce.messages.CommandType;

/** A saga whose step is in the log, and whose answer is not. */
public sealed interface Awaiting extends SagaState.Open
    permits Holding, Crediting, Settling, Releasing {
  /** Whoever waits for longer is slow: in sound times no step takes a tenth of it. */
  Duration SLOW_AFTER = Duration.ofSeconds(5);

  /** The step that the saga waits for. The same state always gives the same step. */
  SagaStep step();

  /** When the step was sent, and when it is sent again. */
  Schedule schedule();

  /** The same wait, with the step sent once more. */
  Awaiting withSchedule(Schedule next);

  /** What the answer to {@link #step()} leads to. */
  Decision answered(Replied reply, SagaTerms terms);

  /** What a person's wish to turn back leads to. */
  Decision compensate(CompensateAsked wish, SagaTerms terms);

  /** The kind of step that the saga waits for. */
  default CommandType awaited() {
    return step().type();
  }

  @Override
  default int attempt() {
    return schedule().attempt();
  }

  @Override
  default long sinceMillis() {
    return schedule().sinceMillis();
  }

  @Override
  default OptionalLong dueMillis() {
    return OptionalLong.of(schedule().nextMillis());
  }

  /** Whether the answer takes so long that a person may want to know why. */
  default boolean isSlow(long nowMillis) {
    return nowMillis - sinceMillis() >= SLOW_AFTER.toMillis();
  }

  /** What follows when {@link #dueMillis()} has come. */
  default Decision due(long nowMillis, SagaTerms terms) {
    return again(nowMillis, terms);
  }

  /** Sends the step once more, under the same id: the ledger answers it as it did before. */
  default Decision again(long nowMillis, SagaTerms terms) {
    return enter(withSchedule(terms.next(transfer().id(), schedule(), nowMillis)));
  }

  /** Sends the step of the state that is entered. */
  static Decision enter(Awaiting next) {
    return Decision.of(next, Emission.Send.step(next.step(), next.attempt()));
  }

  /** Stops until a person, or the step's stored answer, says more. */
  default Decision park(Replied reply) {
    return Decision.of(new Parked(this, reply.outcome(), reply.version(), reply.nowMillis()));
  }
}
