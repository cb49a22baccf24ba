package onlyonce.chaos.fault;

import java.util.Map;
import java.util.Set;

/** How far the open sagas have come, as the log tells. */
@FunctionalInterface
public interface SagasUnderWay {
  /**
   * How many open sagas wait for the answer to which step; steps that nobody waits for are left
   * out.
   *
   * @param partitions of {@code transfers}, in which the sagas began
   */
  Map<SagaStep, Integer> in(Set<Integer> partitions);

  /** What a saga waits for. */
  enum SagaStep {
    HOLD("Hold"),
    CREDIT("Credit"),
    SETTLE("Settle"),
    RELEASE("Release");

    private final String label;

    SagaStep(String label) {
      this.label = label;
    }

    /** Such as {@code Hold}. */
    public String label() {
      return label;
    }
  }
}
