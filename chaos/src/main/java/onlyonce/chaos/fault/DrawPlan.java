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

/**
 * Makes the schedule of a plan that stands in code, from a seed: the same seed, the same schedule.
 */
public final class DrawPlan {
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
  private final RandomGenerator random;

  public DrawPlan(Surroundings surroundings, RandomGenerator random) {
    this.surroundings = surroundings;
    this.random = random;
  }

  /**
   * The schedule of a named plan over a load phase.
   *
   * @throws IllegalArgumentException when the name is unknown
   */
  public Plan named(String name, Duration load) {
    return switch (name) {
      case Plan.REBALANCE -> new Plan(name, killsDuringMoves(load));
      case Plan.FAILOVER_SYNC -> new Plan(name, failovers(load, Duration.ZERO));
      case Plan.FAILOVER_ASYNC -> new Plan(name, failovers(load, LAG));
      case Plan.PAUSED_PRIMARY -> new Plan(name, pauses(load));
      case Plan.SUPERVISOR -> new Plan(name, strikes(load));
      default -> throw new IllegalArgumentException("no plan is named \"" + name + "\"");
    };
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
}
