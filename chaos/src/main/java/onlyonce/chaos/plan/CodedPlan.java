package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import onlyonce.chaos.fault.DrawPlan;
import onlyonce.chaos.fault.Plan;

/** A plan whose steps hang on machinery of their own, and stand in code. */
record CodedPlan(String name, String description) implements ChosenPlan {
  @Override
  public Duration shortest() {
    return Plan.shortest(name);
  }

  @Override
  public boolean needsStandbys() {
    return Plan.needsStandbys(name);
  }

  @Override
  public DrawnPlan draw(Scene scene, RandomGenerator random, Duration load) {
    requireTime(load);
    Plan plan = new DrawPlan(scene.surroundings(), random).named(name, load);
    return new DrawnPlan(
        plan,
        plan.steps().stream()
            .map(step -> "%s of %s".formatted(step.fault().kind(), step.fault().aim()))
            .toList(),
        new TreeMap<>());
  }
}
