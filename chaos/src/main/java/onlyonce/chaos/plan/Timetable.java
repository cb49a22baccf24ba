package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When a step lands, before chance moves it a little. */
final class Timetable {
  private Timetable() {}

  /** Its moments in a load phase; a step in turn has one that depends on the others: none here. */
  static List<Duration> of(PlanStep step, Duration load) {
    return switch (step.when()) {
      case PlanStep.When.InTurn() -> List.of(load.dividedBy(2));
      case PlanStep.When.Once(Times.Moment at) -> List.of(at.in(load));
      case PlanStep.When.Every every -> repeats(every, load);
    };
  }

  /** As many as there is room for, the last one with as much time after it as between two. */
  private static List<Duration> repeats(PlanStep.When.Every every, Duration load) {
    List<Duration> times = new ArrayList<>();
    Duration next = every.from().in(load);
    Duration end = every.until().in(load);
    while (next.plus(every.every()).compareTo(end) <= 0 && times.size() < every.most()) {
      times.add(next);
      next = next.plus(every.every());
    }
    return times;
  }
}
