package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/** Makes a named plan's schedule from a seed: the same seed, the same schedule. */
public final class DrawPlan {
  /** Before the first fault, so that commands flow; as a share of the load phase. */
  private static final double LEAD_IN = 0.08;

  /** Kept free at the end, so that the last fault heals inside the load phase. */
  private static final Duration LEAD_OUT = Duration.ofSeconds(8);

  /** The load decides whether there are sagas at all. */
  private static final long WHATEVER_IS_OPEN = 0;

  private static final long AN_OPEN_SAGA = 1;

  /** An orchestrator's turn: after two or three seconds it is seen gone, and six later back. */
  private static final Duration KILL_EVERY = Duration.ofSeconds(9);

  /** What the last of them takes, when all are killed at once. */
  private static final Duration ALL_KILLED = Duration.ofSeconds(12);

  private static final Duration FIRST_FAILOVER = Duration.ofSeconds(4);

  /** Replaced within five seconds, and the old primary rebuilt within some more. */
  private static final Duration FAILOVER_EVERY = Duration.ofSeconds(12);

  private static final int MOST_FAILOVERS = 10;

  /** So long an asynchronous standby receives nothing before its primary dies. */
  private static final Duration LAG = Duration.ofMillis(500);

  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final Duration PAUSE_EVERY = Duration.ofSeconds(34);

  /** Another watch has to be elected first. */
  private static final Duration STRIKE_EVERY = Duration.ofSeconds(22);

  private static final int MOST_STRIKES = 6;

  private final Surroundings surroundings;
  private final SagasUnderWay sagas;
  private final RandomGenerator random;

  public DrawPlan(Surroundings surroundings, SagasUnderWay sagas, RandomGenerator random) {
    this.surroundings = surroundings;
    this.sagas = sagas;
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
      case Plan.DEFAULT -> new Plan(name, spread(defaults(), atLeast(name, load)));
      case Plan.ORCHESTRATOR_KILLS -> new Plan(name, kills(atLeast(name, load)));
      case Plan.REBALANCE -> new Plan(name, killsDuringMoves(atLeast(name, load)));
      case Plan.FAILOVER_SYNC -> new Plan(name, failovers(atLeast(name, load), Duration.ZERO));
      case Plan.FAILOVER_ASYNC -> new Plan(name, failovers(atLeast(name, load), LAG));
      case Plan.PAUSED_PRIMARY -> new Plan(name, pauses(atLeast(name, load)));
      case Plan.SUPERVISOR -> new Plan(name, strikes(atLeast(name, load)));
      case Plan.PARTITIONS ->
          new Plan(name, spread(DrawPartitions.of(surroundings, random), atLeast(name, load)));
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
        new KillDatabase(surroundings, pick(primaries(cluster), random.nextInt(2))),
        new KillProcessor(surroundings, pick(processors, first)),
        new PauseProcessor(surroundings, pick(processors, first + 1)),
        new KillOrchestrator(
            surroundings, sagas, pick(orchestrators, random.nextInt(2)), WHATEVER_IS_OPEN),
        new KillBroker(surroundings));
  }

  /** As many as the load phase has room for, one orchestrator after the other; then all at once. */
  private List<Plan.Step> kills(Duration load) {
    List<String> orchestrators = names(surroundings.cluster(), surroundings.orchestratorRole());
    Duration last = load.minus(ALL_KILLED);
    List<Plan.Step> steps = new ArrayList<>();
    int turn = random.nextInt(2);
    Duration next = KILL_EVERY.dividedBy(2);
    while (next.plus(KILL_EVERY).compareTo(last) <= 0) {
      // Each lands at another moment of the orchestrator's transactions.
      Duration jitter = Duration.ofMillis(random.nextInt(1_000));
      steps.add(
          new Plan.Step(
              next.plus(jitter),
              new KillOrchestrator(
                  surroundings, sagas, pick(orchestrators, turn++), AN_OPEN_SAGA)));
      next = next.plus(KILL_EVERY);
    }
    steps.add(new Plan.Step(last, new KillOrchestrators(surroundings, sagas, AN_OPEN_SAGA)));
    return steps;
  }

  /** When a shard comes, in a plan that has one come and go. */
  public static Duration grow(Duration load) {
    return load.dividedBy(8);
  }

  /** When it goes again. */
  public static Duration shrink(Duration load) {
    return load.dividedBy(2);
  }

  /** The database once the shard comes; processor and broker once it goes. */
  private List<Plan.Step> killsDuringMoves(Duration load) {
    List<String> processors = names(surroundings.cluster(), surroundings.processorRole());
    return List.of(
        new Plan.Step(grow(load), DuringMove.killSource(surroundings, 1 + random.nextInt(2))),
        new Plan.Step(
            shrink(load),
            DuringMove.of(
                surroundings,
                1,
                new KillProcessor(surroundings, pick(processors, random.nextInt(2))))),
        new Plan.Step(shrink(load), DuringMove.of(surroundings, 3, new KillBroker(surroundings))));
  }

  /** As many as the load phase has room for, ten at most, one shard after the other. */
  private List<Plan.Step> failovers(Duration load, Duration lag) {
    return spaced(
        FAILOVER_EVERY,
        load,
        MOST_FAILOVERS,
        shard -> new LosePrimary(surroundings, shard, new LosePrimary.Manner.Kill(), lag));
  }

  private List<Plan.Step> pauses(Duration load) {
    LosePrimary.Manner pause = new LosePrimary.Manner.Pause(PAUSE);
    return spaced(PAUSE_EVERY, load, 2, shard -> new LosePrimary(surroundings, shard, pause, LAG));
  }

  /** Killed and paused in turn, each pair a step of the failover later. */
  private List<Plan.Step> strikes(Duration load) {
    AtomicInteger turn = new AtomicInteger();
    return spaced(
        STRIKE_EVERY,
        load,
        MOST_STRIKES,
        shard -> {
          int number = turn.getAndIncrement();
          return new StrikeWatch(
              surroundings,
              shard,
              number % 2 == 0 ? StrikeWatch.Manner.KILL : StrikeWatch.Manner.PAUSE,
              StrikeWatch.STEPS.get(number / 2 % StrikeWatch.STEPS.size()));
        });
  }

  /** One shard after the other, with as much time after the last one as between two. */
  private List<Plan.Step> spaced(
      Duration every, Duration load, int most, Function<String, Fault> fault) {
    List<String> shards =
        surroundings.cluster().shards().stream().map(Shard::shard).sorted().toList();
    int turn = random.nextInt(2);
    List<Plan.Step> steps = new ArrayList<>();
    Duration next = FIRST_FAILOVER;
    while (next.plus(every).compareTo(load) <= 0 && steps.size() < most) {
      Duration jitter = Duration.ofMillis(random.nextInt(1_000));
      steps.add(new Plan.Step(next.plus(jitter), fault.apply(pick(shards, turn++))));
      next = next.plus(every);
    }
    return steps;
  }

  /** A standby's death would not be felt. */
  private static List<String> primaries(Cluster cluster) {
    List<String> names = new ArrayList<>(names(cluster, NodeStatus.DATABASE));
    cluster.servers().stream()
        .filter(server -> !server.role().equals(Shard.PRIMARY))
        .forEach(server -> names.remove(server.name()));
    return names;
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

  private static Duration atLeast(String name, Duration load) {
    Duration shortest = Plan.shortest(name);
    if (load.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "a plan with faults needs a load phase of at least %d s but it is %d s; lengthen --duration or choose --plan none"
              .formatted(shortest.toSeconds(), load.toSeconds()));
    }
    return load;
  }

  private List<Plan.Step> spread(List<Fault> faults, Duration load) {
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
