package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.Optional;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/**
 * SIGKILL to a database server; observed: nobody gets in, and afterwards its start time is another.
 */
public final class KillDatabase implements Fault {
  private final Surroundings surroundings;
  private final String server;

  /**
   * @param server the node's name, which is its shard's
   */
  public KillDatabase(Surroundings surroundings, String server) {
    this.surroundings = surroundings;
    this.server = server;
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
    return server;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Targets.running(surroundings.cluster(), NodeStatus.DATABASE, server);
    Shard shard = Targets.primary(surroundings.cluster(), server);
    try {
      String started = ShardView.startTime(shard);
      return new Killed(shard, started, surroundings.cluster().kill(server));
    } catch (SQLException e) {
      throw new FaultMissedException(server + " does not answer anyway: " + e.getMessage());
    }
  }

  private final class Killed implements Wound {
    /** The class of SQLStates for connections that cannot be had. */
    private static final String CONNECTION_EXCEPTION = "08";

    private final Shard shard;
    private final String startedBefore;
    private final NodeEffect.Killed effect;

    private Killed(Shard shard, String startedBefore, NodeEffect.Killed effect) {
      this.shard = shard;
      this.startedBefore = startedBefore;
      this.effect = effect;
    }

    @Override
    public String target() {
      return server;
    }

    @Override
    public String struck() {
      return "ended by %s with %d processes".formatted(effect.exit(), effect.processes());
    }

    @Override
    public Optional<String> observe() {
      try {
        ShardView.startTime(shard);
        return Optional.empty();
      } catch (SQLException e) {
        boolean refused =
            e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_EXCEPTION);
        return refused ? Optional.of("connections refused") : Optional.empty();
      }
    }

    @Override
    public String heal() {
      return "ready again after " + surroundings.cluster().restart(server).millis() + " ms";
    }

    @Override
    public Optional<String> observeHealed() {
      try {
        String started = ShardView.startTime(shard);
        return started.equals(startedBefore)
            ? Optional.empty()
            : Optional.of("server started " + started + ", before " + startedBefore);
      } catch (SQLException e) {
        return Optional.empty();
      }
    }
  }
}
