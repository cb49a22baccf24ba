package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeStatus;

/** Makes a named plan's schedule from a seed: the same seed, the same schedule. */
public final class DrawPlan {
  /** Before the first fault, so that commands flow; as a share of the load phase. */
  private static final double LEAD_IN = 0.08;

  /** Kept free at the end, so that the last fault heals inside the load phase. */
  private static final Duration LEAD_OUT = Duration.ofSeconds(8);

  private final Surroundings surroundings;
  private final RandomGenerator random;

  public DrawPlan(Surroundings surroundings, RandomGenerator random) {
    this.surroundings = surroundings;
    this.random = random;
  }

  /**
   * The schedule of a named plan over a load phase.
   *
   * @throws IllegalArgumentException when the name is unknown or the load phase too short for it
   */
  public Plan named(String name, Duration load) {
    return switch (name) {
      case Plan.NONE -> new Plan(name, List.of());
      case Plan.DEFAULT -> new Plan(name, spread(defaults(), load));
      default ->
          throw new IllegalArgumentException(
              "no plan is named \"" + name + "\"; known: " + String.join(", ", Plan.NAMES));
    };
  }

  /**
   * The quick ones first: each is healed before the next begins, and the broker takes longest to
   * come back.
   */
  private List<Fault> defaults() {
    Cluster cluster = surroundings.cluster();
    List<String> processors = names(cluster, surroundings.processorRole());
    List<String> orchestrators = names(cluster, surroundings.orchestratorRole());
    int first = random.nextInt(2);
    return List.of(
        new KillDatabase(
            surroundings, pick(names(cluster, NodeStatus.DATABASE), random.nextInt(2))),
        new KillProcessor(surroundings, pick(processors, first)),
        new PauseProcessor(surroundings, pick(processors, first + 1)),
        new KillOrchestrator(surroundings, pick(orchestrators, random.nextInt(2))),
        new KillBroker(surroundings));
  }

  private static List<String> names(Cluster cluster, String role) {
    return cluster.nodes().stream()
        .filter(node -> node.role().equals(role))
        .map(NodeStatus::name)
        .sorted()
        .toList();
  }

  private static String pick(List<String> names, int number) {
    return names.isEmpty() ? "(none)" : names.get(Math.floorMod(number, names.size()));
  }

  private List<Plan.Step> spread(List<Fault> faults, Duration load) {
    if (load.compareTo(Plan.SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "a plan with faults needs a load phase of at least %d s but it is %d s; lengthen --duration or choose --plan none"
              .formatted(Plan.SHORTEST.toSeconds(), load.toSeconds()));
    }
    double start = load.toMillis() * LEAD_IN;
    double slot = (load.toMillis() - start - LEAD_OUT.toMillis()) / faults.size();
    List<Plan.Step> steps = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      double jitter = slot * 0.15 * random.nextDouble();
      steps.add(
          new Plan.Step(Duration.ofMillis(Math.round(start + i * slot + jitter)), faults.get(i)));
    }
    return steps;
  }
}
