package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/**
 * SIGKILL to a standby whose confirmation commits wait for; observed: the primary has no such
 * standby any more, and afterwards has it again.
 */
public final class KillStandby implements Fault {
  private final ReplicatedShard shard;

  public KillStandby(Surroundings surroundings, String shard) {
    this.shard = new ReplicatedShard(surroundings, shard);
  }

  @Override
  public String kind() {
    return "kill";
  }

  @Override
  public String lane() {
    return NodeStatus.DATABASE;
  }

  @Override
  public String aim() {
    return "sync standby of " + shard.name();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Shard primary = shard.primaryOfWhole();
    try {
      String standby =
          ShardView.standbysInSync(primary).stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      new FaultMissedException(
                          primary.name() + " waits for no standby's confirmation"));
      return new Killed(primary, shard.surroundings().cluster().kill(standby));
    } catch (SQLException e) {
      throw new FaultMissedException(primary.name() + " does not answer: " + e.getMessage());
    }
  }

  private final class Killed implements Wound {
    private final Shard primary;
    private final NodeEffect.Killed effect;

    private Killed(Shard primary, NodeEffect.Killed effect) {
      this.primary = primary;
      this.effect = effect;
    }

    @Override
    public String target() {
      return effect.node();
    }

    @Override
    public String struck() {
      return "ended by %s with %d processes".formatted(effect.exit(), effect.processes());
    }

    @Override
    public Optional<String> observe() {
      try {
        Set<String> left = ShardView.standbysInSync(primary);
        return left.contains(target())
            ? Optional.empty()
            : Optional.of("%s streams to %s alone".formatted(primary.name(), left));
      } catch (SQLException e) {
        return Optional.empty();
      }
    }

    @Override
    public String heal() {
      return "ready again after %d ms"
          .formatted(shard.surroundings().cluster().restart(target()).millis());
    }

    @Override
    public Optional<String> observeHealed() {
      try {
        return ShardView.standbysInSync(primary).contains(target())
            ? Optional.of("it is in sync again")
            : Optional.empty();
      } catch (SQLException e) {
        return Optional.empty();
      }
    }
  }
}
