package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

  /**
   * A shard comes and goes again, and while ledger partitions are on their way a source database, a
   * processor and a broker are killed.
   */
  public static final String REBALANCE = "rebalance";

  /**
   * A shard's primary every few seconds, up to ten times, each replaced by a standby that has all
   * that was acknowledged.
   */
  public static final String FAILOVER_SYNC = "failover-sync";

  /** The same with standbys that lack the last commits, which the log brings again. */
  public static final String FAILOVER_ASYNC = "failover-async";

  /** A primary that is paused, not killed: it wakes beside its successor. */
  public static final String PAUSED_PRIMARY = "paused-primary";

  /** The watch that replaces a primary is killed, or paused, while it does. */
  public static final String SUPERVISOR = "supervisor";

  /** Brokers and roles are cut off from each other, one way and both, each in a namespace. */
  public static final String PARTITIONS = "partitions";

  /** The names that a user can give. */
  public static final List<String> NAMES =
      List.of(
          DEFAULT,
          NONE,
          ORCHESTRATOR_KILLS,
          REBALANCE,
          FAILOVER_SYNC,
          FAILOVER_ASYNC,
          PAUSED_PRIMARY,
          SUPERVISOR,
          PARTITIONS);

  private static final Set<String> NEED_STANDBYS =
      Set.of(FAILOVER_SYNC, FAILOVER_ASYNC, PAUSED_PRIMARY, SUPERVISOR);

  private static final Duration SHORTEST_OF_PARTITIONS = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofSeconds(20);
  private static final Duration SHORTEST_OF_KILLS = Duration.ofSeconds(40);
  private static final Duration SHORTEST_OF_REBALANCE = Duration.ofSeconds(40);
  private static final Duration SHORTEST_OF_FAILOVERS = Duration.ofSeconds(30);
  private static final Duration SHORTEST_OF_STRIKES = Duration.ofSeconds(50);

  public Plan {
    steps = List.copyOf(steps);
  }

  /** The same with more steps. */
  public Plan with(List<Step> more) {
    return new Plan(
        name,
        Stream.concat(steps.stream(), more.stream())
            .sorted(Comparator.comparing(Step::after))
            .toList());
  }

  /** The shortest load phase that a named plan fits into. */
  public static Duration shortest(String name) {
    return switch (name) {
      case NONE -> Duration.ZERO;
      case ORCHESTRATOR_KILLS, PAUSED_PRIMARY -> SHORTEST_OF_KILLS;
      case REBALANCE -> SHORTEST_OF_REBALANCE;
      case FAILOVER_SYNC, FAILOVER_ASYNC -> SHORTEST_OF_FAILOVERS;
      case SUPERVISOR -> SHORTEST_OF_STRIKES;
      case PARTITIONS -> SHORTEST_OF_PARTITIONS;
      default -> SHORTEST;
    };
  }

  /** Whether its faults are for nodes that have a network namespace each. */
  public static boolean needsNamespaces(String name) {
    return name.equals(PARTITIONS);
  }

  /** Whether its faults are for shards that have standbys, and a watch. */
  public static boolean needsStandbys(String name) {
    return NEED_STANDBYS.contains(name);
  }

  /**
   * One fault of a plan.
   *
   * @param after the load phase began
   */
  public record Step(Duration after, Fault fault) {}
}
