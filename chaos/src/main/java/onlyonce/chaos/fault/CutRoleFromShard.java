package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.NetworkEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * All processors are cut off from one shard's primary, which lives and answers everybody else.
 * Observed in the databases: that shard's ledger partitions stand still while the others' go on.
 */
public final class CutRoleFromShard implements Fault {
  /** Longer than any commit under load takes that is not cut off. */
  private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Surroundings surroundings;
  private final int pick;

  /**
   * @param pick of the shards, in turn
   */
  public CutRoleFromShard(Surroundings surroundings, int pick) {
    this.surroundings = surroundings;
    this.pick = pick;
  }

  @Override
  public String kind() {
    return "partition-" + surroundings.processorRole() + "-shard";
  }

  @Override
  public String lane() {
    return NodeStatus.DATABASE;
  }

  @Override
  public String aim() {
    return "every " + surroundings.processorRole() + " and a shard's primary";
  }

  @Override
  public Wound inject() throws FaultMissedException {
    List<Shard> primaries = surroundings.cluster().shards();
    if (primaries.size() < 2) {
      throw new FaultMissedException("there is no other shard that could go on");
    }
    Shard target = primaries.get(Math.floorMod(pick, primaries.size()));
    List<Shard> others = primaries.stream().filter(shard -> !shard.equals(target)).toList();
    List<String> ones =
        Targets.running(surroundings.cluster(), surroundings.processorRole()).stream()
            .map(NodeStatus::name)
            .toList();
    try {
      List<Integer> partitions = List.copyOf(ShardView.owners(List.of(target)).keySet());
      if (partitions.isEmpty()) {
        throw new FaultMissedException("nobody owns a ledger partition on " + target.name());
      }
      NetworkEffect.Severed effect =
          surroundings.cluster().cut(NetworkCut.between(ones, List.of(target.name())));
      return new Severed(target, others, partitions, effect);
    } catch (SQLException | LocalClusterException e) {
      throw new FaultMissedException("nobody was cut off: " + e.getMessage());
    }
  }

  private final class Severed implements Wound {
    private final Shard target;
    private final List<Shard> others;
    private final List<Integer> partitions;
    private final NetworkEffect.Severed effect;
    private long stillSinceNanos;
    private long there = -1;
    private long elsewhere = -1;
    private long healedAtNanos;

    private Severed(
        Shard target, List<Shard> others, List<Integer> partitions, NetworkEffect.Severed effect) {
      this.target = target;
      this.others = others;
      this.partitions = partitions;
      this.effect = effect;
    }

    @Override
    public String target() {
      return target.name();
    }

    @Override
    public String struck() {
      return effect.observed();
    }

    @Override
    public Optional<String> observe() {
      long now = System.nanoTime();
      long thereNow = offsets(List.of(target));
      if (thereNow != there) {
        there = thereNow;
        elsewhere = offsets(others);
        stillSinceNanos = now;
        return Optional.empty();
      }
      long applied = offsets(others) - elsewhere;
      return now - stillSinceNanos >= STILL_NANOS && applied > 0
          ? Optional.of(
              "ledger partitions %s stood still for %,d ms while others applied %,d commands"
                  .formatted(
                      partitions, TimeUnit.NANOSECONDS.toMillis(now - stillSinceNanos), applied))
          : Optional.empty();
    }

    @Override
    public String heal() {
      NetworkEffect.Healed healed = surroundings.cluster().heal(effect.cut());
      healedAtNanos = System.nanoTime();
      return "packets arrive again after %d ms".formatted(healed.millis());
    }

    @Override
    public Optional<String> observeHealed() {
      return offsets(List.of(target)) > there
          ? Optional.of(
              "they went on %,d ms later"
                  .formatted(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healedAtNanos)))
          : Optional.empty();
    }

    private static long offsets(List<Shard> shards) {
      try {
        long sum = 0;
        for (Shard shard : shards) {
          sum += ShardView.offsets(shard);
        }
        return sum;
      } catch (SQLException e) {
        throw new LocalClusterException("a shard does not say how far it is", e);
      }
    }
  }
}
