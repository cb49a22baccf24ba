package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.Optional;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/**
 * SIGSTOP to a database server and its backends, in the middle of their transactions; observed: it
 * takes connections and answers nobody, and afterwards answers without having been started anew.
 */
public final class PauseDatabase implements Fault {
  private final Surroundings surroundings;
  private final String server;

  /**
   * @param server the node's name, of a shard without standbys: else somebody replaces it
   */
  public PauseDatabase(Surroundings surroundings, String server) {
    this.surroundings = surroundings;
    this.server = server;
  }

  @Override
  public String kind() {
    return "pause";
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
      return new Paused(shard, started, surroundings.cluster().pause(server));
    } catch (SQLException e) {
      throw new FaultMissedException(server + " does not answer anyway: " + e.getMessage());
    }
  }

  private final class Paused implements Wound {
    private final Shard shard;
    private final String startedBefore;
    private final NodeEffect.Paused effect;

    private Paused(Shard shard, String startedBefore, NodeEffect.Paused effect) {
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
      return effect.processes() + " process(es) in state T";
    }

    @Override
    public Optional<String> observe() {
      try {
        ShardView.startTime(shard);
        return Optional.empty();
      } catch (SQLException e) {
        return Optional.of("no answer: " + e.getMessage());
      }
    }

    @Override
    public String heal() {
      return surroundings.cluster().resume(server).processes() + " process(es) resumed";
    }

    @Override
    public Optional<String> observeHealed() {
      try {
        return ShardView.startTime(shard).equals(startedBefore)
            ? Optional.of("it answers, and was not started anew")
            : Optional.empty();
      } catch (SQLException e) {
        return Optional.empty();
      }
    }
  }
}
