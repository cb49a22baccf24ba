package onlyonce.chaos.fault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.NetworkEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * One broker, a minority of them, is cut off from everybody else; observed on the other side: it is
 * fenced, and others lead what it led. It runs on, and believes to be the leader.
 */
public final class CutOffBroker implements Fault {
  private final Surroundings surroundings;
  private final TargetBroker.Aim aim;
  private final Direction direction;

  /** Which packets vanish. */
  enum Direction {
    BOTH_WAYS("partition"),
    /** What it sends: it hears of everything, and nobody hears of it. */
    OUTGOING("partition-outgoing"),
    /** What is sent to it: its heartbeats arrive, as far as TCP still has them sent. */
    INCOMING("partition-incoming");

    private final String kind;

    Direction(String kind) {
      this.kind = kind;
    }

    private NetworkCut cut(List<String> node, List<String> others) {
      return switch (this) {
        case BOTH_WAYS -> NetworkCut.between(node, others);
        case OUTGOING -> NetworkCut.oneWay(node, others);
        case INCOMING -> NetworkCut.oneWay(others, node);
      };
    }
  }

  private CutOffBroker(Surroundings surroundings, TargetBroker.Aim aim, Direction direction) {
    this.surroundings = surroundings;
    this.aim = aim;
    this.direction = direction;
  }

  /** The broker that leads most partitions of the commands. */
  public static CutOffBroker leader(Surroundings surroundings) {
    return new CutOffBroker(surroundings, TargetBroker.Aim.LEADER, Direction.BOTH_WAYS);
  }

  /** The active controller. */
  public static CutOffBroker controller(Surroundings surroundings) {
    return new CutOffBroker(surroundings, TargetBroker.Aim.CONTROLLER, Direction.BOTH_WAYS);
  }

  /** The controller is not heard any more, and hears all. */
  public static CutOffBroker mute(Surroundings surroundings) {
    return new CutOffBroker(surroundings, TargetBroker.Aim.CONTROLLER, Direction.OUTGOING);
  }

  /** The leader hears nothing any more, and what it says arrives. */
  public static CutOffBroker deaf(Surroundings surroundings) {
    return new CutOffBroker(surroundings, TargetBroker.Aim.LEADER, Direction.INCOMING);
  }

  @Override
  public String kind() {
    return direction.kind;
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return aim.inWords();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    TargetBroker broker = TargetBroker.find(surroundings, aim);
    List<String> others =
        surroundings.cluster().nodes().stream()
            .filter(node -> node.alive() && !node.name().equals(broker.node()))
            .map(NodeStatus::name)
            .toList();
    try {
      return new Severed(
          broker, surroundings.cluster().cut(direction.cut(List.of(broker.node()), others)));
    } catch (LocalClusterException e) {
      throw new FaultMissedException("nobody was cut off: " + e.getMessage());
    }
  }

  private final class Severed implements Wound {
    private final TargetBroker broker;
    private final NetworkEffect.Severed effect;
    private long healedAtNanos;

    private Severed(TargetBroker broker, NetworkEffect.Severed effect) {
      this.broker = broker;
      this.effect = effect;
    }

    @Override
    public String target() {
      return broker.node();
    }

    @Override
    public String struck() {
      return effect.observed();
    }

    @Override
    public Optional<String> observe() {
      return broker.taken();
    }

    @Override
    public String heal() {
      NetworkEffect.Healed healed = surroundings.cluster().heal(effect.cut());
      healedAtNanos = System.nanoTime();
      return "packets arrive again after %d ms".formatted(healed.millis());
    }

    @Override
    public Optional<String> observeHealed() {
      return broker.isBack()
          ? Optional.of(
              "in sync again %,d ms later"
                  .formatted(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healedAtNanos)))
          : Optional.empty();
    }
  }
}
