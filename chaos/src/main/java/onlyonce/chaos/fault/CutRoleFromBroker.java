package onlyonce.chaos.fault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.NetworkEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * All processes of a role are cut off from one broker, which everybody else still reaches: nobody
 * is fenced, and nothing moves. Observed: they give up connections to it, and when it is over they
 * have new ones.
 */
public final class CutRoleFromBroker implements Fault {
  private final Surroundings surroundings;
  private final String role;

  /**
   * @param role as the cluster's status says it, such as {@code orchestrator}
   */
  public CutRoleFromBroker(Surroundings surroundings, String role) {
    this.surroundings = surroundings;
    this.role = role;
  }

  @Override
  public String kind() {
    return "partition-" + role + "-broker";
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return "every " + role + " and a broker that leads partitions";
  }

  @Override
  public Wound inject() throws FaultMissedException {
    TargetBroker broker = TargetBroker.find(surroundings, TargetBroker.Aim.LEADER);
    List<NodeStatus> ones = Targets.running(surroundings.cluster(), role);
    try {
      Map<String, Set<String>> before = connections(ones, broker);
      if (before.values().stream().anyMatch(Set::isEmpty)) {
        throw new FaultMissedException("not every " + role + " talks to " + broker.node());
      }
      NetworkCut cut =
          NetworkCut.between(ones.stream().map(NodeStatus::name).toList(), List.of(broker.node()));
      return new Severed(broker, ones, before, surroundings.cluster().cut(cut));
    } catch (LocalClusterException e) {
      throw new FaultMissedException("nobody was cut off: " + e.getMessage());
    }
  }

  private static Map<String, Set<String>> connections(List<NodeStatus> ones, TargetBroker broker) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (NodeStatus one : ones) {
      Long pid = one.pid();
      if (pid != null) {
        found.put(one.name(), Connections.established(pid, broker.address()));
      }
    }
    return found;
  }

  private final class Severed implements Wound {
    private final TargetBroker broker;
    private final List<NodeStatus> ones;
    private final Map<String, Set<String>> before;
    private final NetworkEffect.Severed effect;
    private long healedAtNanos;

    private Severed(
        TargetBroker broker,
        List<NodeStatus> ones,
        Map<String, Set<String>> before,
        NetworkEffect.Severed effect) {
      this.broker = broker;
      this.ones = ones;
      this.before = before;
      this.effect = effect;
    }

    @Override
    public String target() {
      return String.join(", ", before.keySet()) + " and " + broker.node();
    }

    @Override
    public String struck() {
      return effect.observed();
    }

    @Override
    public Optional<String> observe() {
      Map<String, Set<String>> now = connections(ones, broker);
      List<String> seen = new ArrayList<>();
      for (Map.Entry<String, Set<String>> one : before.entrySet()) {
        Set<String> lost = new HashSet<>(one.getValue());
        lost.removeAll(now.getOrDefault(one.getKey(), Set.of()));
        if (lost.isEmpty()) {
          return Optional.empty();
        }
        seen.add(
            "%s gave up %d of %d connections"
                .formatted(one.getKey(), lost.size(), one.getValue().size()));
      }
      return Optional.of(String.join(", ", seen));
    }

    @Override
    public String heal() {
      NetworkEffect.Healed healed = surroundings.cluster().heal(effect.cut());
      healedAtNanos = System.nanoTime();
      return "packets arrive again after %d ms".formatted(healed.millis());
    }

    @Override
    public Optional<String> observeHealed() {
      boolean all =
          connections(ones, broker).entrySet().stream()
              .allMatch(
                  one -> !before.getOrDefault(one.getKey(), Set.of()).containsAll(one.getValue()));
      return all
          ? Optional.of(
              "all had new connections %,d ms later"
                  .formatted(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healedAtNanos)))
          : Optional.empty();
    }
  }
}
