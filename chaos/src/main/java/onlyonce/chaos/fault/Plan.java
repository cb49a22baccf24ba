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

  /**
   * One orchestrator after the other, every few seconds for as long as the load lasts, then all of
   * them at once.
   */
  public static final String ORCHESTRATOR_KILLS = "orchestrator-kills";

  /** The names that a user can give. */
  public static final List<String> NAMES = List.of(DEFAULT, NONE, ORCHESTRATOR_KILLS);

  private static final Duration SHORTEST = Duration.ofSeconds(20);
  private static final Duration SHORTEST_OF_KILLS = Duration.ofSeconds(40);

  public Plan {
    steps = List.copyOf(steps);
  }

  /** The shortest load phase that a named plan fits into. */
  public static Duration shortest(String name) {
    return switch (name) {
      case NONE -> Duration.ZERO;
      case ORCHESTRATOR_KILLS -> SHORTEST_OF_KILLS;
      default -> SHORTEST;
    };
  }

  /**
   * One fault of a plan.
   *
   * @param after the load phase began
   */
  public record Step(Duration after, Fault fault) {}
}
