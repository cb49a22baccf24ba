package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A plan before it is drawn: it knows what it needs, and not yet whom it hits. */
public sealed interface ChosenPlan permits WrittenPlan, RandomPlan, CodedPlan {
  /** Such as {@code default}. */
  String name();

  /** What it breaks, in a line. */
  String description();

  /** The shortest load phase that it fits into. */
  Duration shortest();

  /** Whether its faults are for shards that have standbys, and a watch. */
  boolean needsStandbys();

  /** Whether its faults are for nodes that have a network namespace each. */
  default boolean needsNamespaces() {
    return false;
  }

  /**
   * The schedule of a load phase: the same for the same seed.
   *
   * @throws BadPlanException when the surroundings lack what it needs, or the time is too short
   */
  DrawnPlan draw(Scene scene, RandomGenerator random, Duration load);

  /** Refuses a load phase that is too short. */
  default void requireTime(Duration load) {
    if (load.compareTo(shortest()) < 0) {
      throw new BadPlanException(
          "plan %s needs a load phase of at least %d s but it is %d s; lengthen --duration or choose --plan none"
              .formatted(name(), shortest().toSeconds(), load.toSeconds()));
    }
  }
}
