package onlyonce.chaos.plan;

import java.time.Duration;

/**
 * One step of a plan as it is written: a fault, once or again and again.
 *
 * @param aim one of the kind's, or {@link FaultKind#ANY}
 * @param lasting so long the wound stays at least
 */
record PlanStep(FaultKind kind, String aim, When when, Duration lasting) {

  /** When it lands. */
  sealed interface When {
    /** Steps that name no time share the load phase, one after the other. */
    record InTurn() implements When {}

    /** Once. */
    record Once(Times.Moment at) implements When {}

    /**
     * Again and again.
     *
     * @param until each is over by then
     * @param most so often at most
     */
    record Every(Duration every, Times.Moment from, Times.Moment until, int most) implements When {}
  }
}
