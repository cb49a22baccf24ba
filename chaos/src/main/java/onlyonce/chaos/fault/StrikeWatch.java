package onlyonce.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/**
 * A shard's primary is killed, and then the watch that has begun to replace it: killed too, or
 * paused until another one has done it. Observed: one server is the primary, at the next epoch and
 * on the next timeline, and stays it when the paused one wakes.
 */
public final class StrikeWatch implements Fault {
  /** The role of watches in a cluster's status. */
  public static final String WATCH_ROLE = "watch";

  /** What a watch logs at its steps: it has the right to act, it promoted, it stored its term. */
  static final List<String> STEPS =
      List.of("is claimed to fail ", "is a primary on timeline ", "stores term ");

  private static final Duration STEP_WITHIN = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final Duration AWAKE = Duration.ofSeconds(3);

  private final ReplicatedShard shard;
  private final Manner manner;
  private final String step;

  /** What happens to the watch. */
  public enum Manner {
    KILL,
    PAUSE
  }

  /**
   * @param step what it logs just before it is struck
   */
  public StrikeWatch(Surroundings surroundings, String shard, Manner manner, String step) {
    this.shard = new ReplicatedShard(surroundings, shard);
    this.manner = manner;
    this.step = step;
  }

  @Override
  public String kind() {
    return switch (manner) {
      case KILL -> "kill";
      case PAUSE -> "pause";
    };
  }

  @Override
  public String lane() {
    return NodeStatus.DATABASE;
  }

  @Override
  public String aim() {
    return "watch that replaces the primary of " + shard.name();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Cluster cluster = shard.surroundings().cluster();
    Shard primary = shard.primaryOfWhole();
    ReplicatedShard.Place before = shard.place();
    List<NodeStatus> watches = Targets.running(cluster, WATCH_ROLE);
    Map<NodeStatus, Long> read = new HashMap<>();
    watches.forEach(watch -> read.put(watch, size(watch)));
    int timeline = timeline(primary);
    long start = System.nanoTime();
    cluster.kill(primary.name());
    String watch = awaitStep(read);
    NodeEffect effect =
        switch (manner) {
          case KILL -> cluster.kill(watch);
          case PAUSE -> cluster.pause(watch);
        };
    return new Struck(watch, before, timeline, effect, new TakenOver(shard, before, start));
  }

  private String awaitStep(Map<NodeStatus, Long> read) throws FaultMissedException {
    long deadline = System.nanoTime() + STEP_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      for (Map.Entry<NodeStatus, Long> watch : read.entrySet()) {
        if (added(watch.getKey(), watch.getValue()).contains(step)) {
          return watch.getKey().name();
        }
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    throw new FaultMissedException("no watch came to the step that it logs as \"" + step + '"');
  }

  private static long size(NodeStatus watch) {
    try {
      return Files.size(Path.of(watch.log()));
    } catch (IOException e) {
      return 0;
    }
  }

  private static String added(NodeStatus watch, long from) {
    try (var log = Files.newInputStream(Path.of(watch.log()))) {
      log.skipNBytes(from);
      return new String(log.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static int timeline(Shard primary) throws FaultMissedException {
    try {
      return ShardView.timeline(primary);
    } catch (SQLException e) {
      throw new FaultMissedException(primary.name() + " does not answer: " + e.getMessage());
    }
  }

  private final class Struck implements Wound {
    private final String watch;
    private final ReplicatedShard.Place before;
    private final int timeline;
    private final NodeEffect effect;
    private final TakenOver takenOver;

    private Struck(
        String watch,
        ReplicatedShard.Place before,
        int timeline,
        NodeEffect effect,
        TakenOver takenOver) {
      this.watch = watch;
      this.before = before;
      this.timeline = timeline;
      this.effect = effect;
      this.takenOver = takenOver;
    }

    @Override
    public String target() {
      return watch;
    }

    @Override
    public String struck() {
      return "%s in mid-failover of %s, after \"%s\""
          .formatted(effect.observed(), shard.name(), step.strip());
    }

    @Override
    public Optional<String> observe() {
      return takenOver.look();
    }

    @Override
    public String heal() {
      Cluster cluster = shard.surroundings().cluster();
      String healed =
          switch (manner) {
            case KILL -> cluster.restart(watch).observed();
            case PAUSE -> {
              NodeEffect.Resumed resumed = cluster.resume(watch);
              LockSupport.parkNanos(AWAKE.toNanos()); // It has to do its worst.
              yield resumed.observed();
            }
          };
      shard.awaitWhole();
      return healed;
    }

    @Override
    public Optional<String> observeHealed() {
      ReplicatedShard.Place now = shard.place();
      try {
        int promotions = ShardView.timeline(shard.server(now.jdbcUrl())) - timeline;
        long epochs = now.epoch() - before.epoch();
        if (promotions != epochs) {
          throw new PromiseBrokenException(
              "%s has seen %d promotions and is at epoch %d after %d"
                  .formatted(shard.name(), promotions, now.epoch(), before.epoch()));
        }
        // More may be a false suspicion, and no failover that was done twice.
        return promotions == 1 ? Optional.of("one promotion, one epoch") : Optional.empty();
      } catch (SQLException e) {
        return Optional.empty();
      }
    }
  }
}
