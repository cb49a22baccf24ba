package onlyonce.chaos.fault;

import java.util.Optional;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;

/** SIGKILL to the broker that has most of a role's duties; observed: who has them now. */
public final class KillBroker implements Fault {
  private final Surroundings surroundings;
  private final BrokerRole role;

  /** The leader of most partitions of the commands. */
  public KillBroker(Surroundings surroundings) {
    this(surroundings, BrokerRole.LEADER);
  }

  public KillBroker(Surroundings surroundings, BrokerRole role) {
    this.surroundings = surroundings;
    this.role = role;
  }

  @Override
  public String kind() {
    return "kill";
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return role.label();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Duties duties = Duties.ofBusiest(surroundings, role);
    return new Killed(surroundings.cluster().kill(duties.broker()), duties);
  }

  private final class Killed implements Wound {
    private final NodeEffect.Killed effect;
    private final Duties duties;

    private Killed(NodeEffect.Killed effect, Duties duties) {
      this.effect = effect;
      this.duties = duties;
    }

    @Override
    public String target() {
      return effect.node();
    }

    @Override
    public String struck() {
      return "%s, ended by %s".formatted(role.label(), effect.exit());
    }

    @Override
    public Optional<String> observe() {
      return duties.moved();
    }

    @Override
    public String heal() {
      return "ready again after " + surroundings.cluster().restart(target()).millis() + " ms";
    }

    @Override
    public Optional<String> observeHealed() {
      return duties.inSync();
    }
  }
}
