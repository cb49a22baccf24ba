package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.List;

/**
 * A plan as it is written.
 *
 * @param shortest the shortest load phase that it fits into
 */
record PlanFile(String name, String description, Duration shortest, List<PlanStep> steps) {
  PlanFile {
    steps = List.copyOf(steps);
  }
}
