package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import onlyonce.chaos.fault.Fault;
import onlyonce.chaos.fault.Lasting;
import onlyonce.chaos.fault.Plan;

/** A plan that stands in a file. */
record WrittenPlan(PlanFile file) implements ChosenPlan {
  /** Before the first fault, so that commands flow; as a share of the load phase. */
  private static final double LEAD_IN = 0.08;

  /** Kept free at the end, so that the last fault heals inside the load phase. */
  private static final Duration LEAD_OUT = Duration.ofSeconds(8);

  private static final int JITTER_MILLIS = 1_000;

  private record Placed(Plan.Step step, String kind) {}

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public Duration shortest() {
    return file.shortest();
  }

  @Override
  public boolean needsStandbys() {
    return file.steps().stream().anyMatch(step -> step.kind().need() == Need.SYNC_STANDBYS);
  }

  @Override
  public boolean needsNamespaces() {
    return file.steps().stream().anyMatch(step -> step.kind().need() == Need.NAMESPACES);
  }

  @Override
  public DrawnPlan draw(Scene scene, RandomGenerator random, Duration load) {
    requireTime(load);
    file.steps().forEach(step -> requireAllowed(scene, step.kind()));
    Turns turns = new Turns(scene, random, file.steps().stream().map(PlanStep::kind).toList());
    long inTurn = file.steps().stream().filter(WrittenPlan::isInTurn).count();
    double start = load.toMillis() * LEAD_IN;
    double slot = (load.toMillis() - start - LEAD_OUT.toMillis()) / Math.max(1, inTurn);
    List<Placed> placed = new ArrayList<>();
    int turn = 0;
    for (PlanStep step : file.steps()) {
      if (isInTurn(step)) {
        double jitter = slot * 0.15 * random.nextDouble();
        Duration at = Duration.ofMillis(Math.round(start + turn++ * slot + jitter));
        placed.add(place(step, turns, random, at));
      } else {
        for (Duration time : Timetable.of(step, load)) {
          Duration jitter = Duration.ofMillis(jitters(step) ? random.nextInt(JITTER_MILLIS) : 0);
          placed.add(place(step, turns, random, time.plus(jitter)));
        }
      }
    }
    placed.sort(Comparator.comparing(one -> one.step().after()));
    return new DrawnPlan(
        new Plan(name(), placed.stream().map(Placed::step).toList()),
        placed.stream().map(Placed::kind).toList(),
        new TreeMap<>());
  }

  private void requireAllowed(Scene scene, FaultKind kind) {
    kind.need()
        .missing(scene)
        .ifPresent(
            why -> {
              throw new BadPlanException(
                  "plan %s has %s, which cannot be done here: %s"
                      .formatted(name(), kind.label(), why));
            });
  }

  private static boolean isInTurn(PlanStep step) {
    return step.when() instanceof PlanStep.When.InTurn;
  }

  /** What is written to the second stays there. */
  private static boolean jitters(PlanStep step) {
    return switch (step.when()) {
      case PlanStep.When.InTurn() -> true;
      case PlanStep.When.Once(Times.Moment at) -> at.isShare();
      case PlanStep.When.Every _ -> true;
    };
  }

  private static Placed place(PlanStep step, Turns turns, RandomGenerator random, Duration at) {
    String aim = aim(step.kind(), step.aim(), random);
    Fault fault = step.kind().make(turns, aim);
    Fault lasting = step.lasting().isZero() ? fault : new Lasting(fault, step.lasting());
    return new Placed(new Plan.Step(at, lasting), inWords(step.kind(), aim));
  }

  /** The aim, drawn where any will do. */
  static String aim(FaultKind kind, String aim, RandomGenerator random) {
    return aim.equals(FaultKind.ANY) ? kind.aims().get(random.nextInt(kind.aims().size())) : aim;
  }

  /** The aim is only said where there is a choice. */
  static String inWords(FaultKind kind, String aim) {
    return kind.aims().size() == 1 ? kind.label() : "%s (%s)".formatted(kind.label(), aim);
  }
}
