package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.List;

/**
 * Which faults, and when.
 *
 * @param name such as {@code default}
 * @param steps in the order of their times
 */
public record Plan(String name, List<Step> steps) {
  /** The five faults of a demo. */
  public static final String DEFAULT = "default";

  /** No faults. */
  public static final String NONE = "none";

  /** The names that a user can give. */
  public static final List<String> NAMES = List.of(DEFAULT, NONE);

  /** The shortest load phase that a plan with faults fits into. */
  public static final Duration SHORTEST = Duration.ofSeconds(20);

  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * One fault of a plan.
   *
   * @param after the load phase began
   */
  public record Step(Duration after, Fault fault) {}
}
