package onlyonce.chaos.fault;

import java.util.Optional;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;

/**
 * SIGSTOP to the broker that has most of a role's duties, until others have them, then SIGCONT: it
 * wakes and still believes in them. Observed: who has them now; afterwards it follows.
 */
public final class PauseBroker implements Fault {
  private final Surroundings surroundings;
  private final BrokerRole role;

  public PauseBroker(Surroundings surroundings, BrokerRole role) {
    this.surroundings = surroundings;
    this.role = role;
  }

  @Override
  public String kind() {
    return "pause";
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
    return new Paused(surroundings.cluster().pause(duties.broker()), duties);
  }

  private final class Paused implements Wound {
    private final NodeEffect.Paused effect;
    private final Duties duties;

    private Paused(NodeEffect.Paused effect, Duties duties) {
      this.effect = effect;
      this.duties = duties;
    }

    @Override
    public String target() {
      return effect.node();
    }

    @Override
    public String struck() {
      return "%s, %d process(es) in state T".formatted(role.label(), effect.processes());
    }

    @Override
    public Optional<String> observe() {
      return duties.moved();
    }

    @Override
    public String heal() {
      return surroundings.cluster().resume(target()).processes() + " process(es) resumed";
    }

    @Override
    public Optional<String> observeHealed() {
      return duties.inSync();
    }
  }
}
