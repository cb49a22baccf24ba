package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/**
 * A shard's primary is killed, or paused for some time, and not healed by the plan: whoever watches
 * the shard has to make another server the primary, and then a standby of this one. Observed: the
 * map names another server, at the next epoch, and commits go on there; afterwards what the old
 * primary had committed alone is counted.
 */
public final class LosePrimary implements Fault {
  private final ReplicatedShard shard;
  private final Manner manner;
  private final Duration lag;

  /** What happens to the primary. */
  public sealed interface Manner {
    /** SIGKILL. */
    record Kill() implements Manner {}

    /**
     * SIGSTOP, and SIGCONT afterwards.
     *
     * @param lasting at least so long
     */
    record Pause(Duration lasting) implements Manner {}
  }

  /**
   * @param lag so long the standbys receive nothing before; if it is not zero, the old primary must
   *     be found to have committed something alone
   */
  public LosePrimary(Surroundings surroundings, String shard, Manner manner, Duration lag) {
    this.shard = new ReplicatedShard(surroundings, shard);
    this.manner = manner;
    this.lag = lag;
  }

  @Override
  public String kind() {
    return switch (manner) {
      case Manner.Kill _ -> "kill";
      case Manner.Pause _ -> "pause";
    };
  }

  @Override
  public String lane() {
    return NodeStatus.DATABASE;
  }

  @Override
  public String aim() {
    return "primary of " + shard.name();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Shard primary = shard.primaryOfWhole();
    ReplicatedShard.Place before = shard.place();
    try {
      String since = ShardView.now(primary);
      shard.lagBehind(lag);
      long start = System.nanoTime();
      NodeEffect effect =
          switch (manner) {
            case Manner.Kill _ -> shard.surroundings().cluster().kill(primary.name());
            case Manner.Pause _ -> shard.surroundings().cluster().pause(primary.name());
          };
      return new Lost(primary, before, since, start, effect);
    } catch (SQLException e) {
      throw new FaultMissedException(primary.name() + " does not answer: " + e.getMessage());
    }
  }

  private final class Lost implements Wound {
    private final Shard old;
    private final ReplicatedShard.Place before;
    private final String since;
    private final long start;
    private final NodeEffect effect;
    private final TakenOver takenOver;

    private Lost(
        Shard old, ReplicatedShard.Place before, String since, long start, NodeEffect effect) {
      this.old = old;
      this.before = before;
      this.since = since;
      this.start = start;
      this.effect = effect;
      this.takenOver = new TakenOver(shard, before, start);
    }

    @Override
    public String target() {
      return old.name();
    }

    @Override
    public String struck() {
      return effect.observed();
    }

    @Override
    public Optional<String> observe() {
      return takenOver.look();
    }

    @Override
    public String heal() {
      switch (manner) {
        case Manner.Kill _ -> {}
        case Manner.Pause(Duration lasting) -> {
          LockSupport.parkNanos(start + lasting.toNanos() - System.nanoTime());
          shard.surroundings().cluster().resume(old.name());
        }
      }
      shard.awaitWhole();
      return "%s was a standby again after %,d ms"
          .formatted(old.name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Override
    public Optional<String> observeHealed() {
      if (shard.place().epoch() != before.epoch() + 1) {
        return Optional.empty();
      }
      Optional<ShardView.Discarded> discarded = shard.discarded(old.name(), since);
      discarded
          .filter(found -> found.differing() > 0)
          .ifPresent(
              found -> {
                throw new PromiseBrokenException(
                    "of %d commands that %s had committed alone %d came to another outcome"
                        .formatted(found.alone(), old.name(), found.differing()));
              });
      return discarded
          .filter(found -> found.alone() > 0 || lag.isZero())
          .filter(found -> found.alone() == found.reapplied())
          .map(
              found ->
                  "of %d commands that it had committed alone %d were applied again with the same outcome"
                      .formatted(found.alone(), found.reapplied()));
    }
  }
}
