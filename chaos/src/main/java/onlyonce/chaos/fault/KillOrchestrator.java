package onlyonce.chaos.fault;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.process.LocalClusterException;

/** SIGKILL to an orchestrator; observed: its group goes on without it. */
public final class KillOrchestrator implements Fault {
  private final Surroundings surroundings;
  private final String orchestrator;

  /**
   * @param orchestrator the node's name, with which its clients' names begin
   */
  public KillOrchestrator(Surroundings surroundings, String orchestrator) {
    this.surroundings = surroundings;
    this.orchestrator = orchestrator;
  }

  @Override
  public String kind() {
    return "kill";
  }

  @Override
  public String lane() {
    return surroundings.orchestratorRole();
  }

  @Override
  public String aim() {
    return orchestrator;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Targets.running(surroundings.cluster(), surroundings.orchestratorRole(), orchestrator);
    NavigableSet<String> had;
    try {
      had = partitionsOf(assignments(), orchestrator);
    } catch (LocalClusterException e) {
      throw new FaultMissedException(
          "the group does not say what " + orchestrator + " has: " + e.getMessage());
    }
    if (had.isEmpty()) {
      throw new FaultMissedException(orchestrator + " has no partition of its group");
    }
    return new Killed(surroundings.cluster().kill(orchestrator), had);
  }

  private SortedMap<String, NavigableSet<String>> assignments() {
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      return kafka.assignments(surroundings.orchestratorGroup());
    }
  }

  private static NavigableSet<String> partitionsOf(
      SortedMap<String, NavigableSet<String>> assignments, String node) {
    NavigableSet<String> partitions = new TreeSet<>();
    assignments.forEach(
        (client, assigned) -> {
          if (belongs(client, node)) {
            partitions.addAll(assigned);
          }
        });
    return partitions;
  }

  private static boolean belongs(String client, String node) {
    return client.equals(node) || client.startsWith(node + "-");
  }

  private final class Killed implements Wound {
    private final NodeEffect.Killed effect;
    private final NavigableSet<String> had;

    private Killed(NodeEffect.Killed effect, NavigableSet<String> had) {
      this.effect = effect;
      this.had = had;
    }

    @Override
    public String target() {
      return orchestrator;
    }

    @Override
    public String struck() {
      return "ended by " + effect.exit();
    }

    @Override
    public Optional<String> observe() {
      SortedMap<String, NavigableSet<String>> now = new TreeMap<>(assignments());
      boolean gone = partitionsOf(now, orchestrator).isEmpty();
      NavigableSet<String> others = new TreeSet<>();
      now.values().forEach(others::addAll);
      return gone && others.containsAll(had)
          ? Optional.of(
              "its %d partitions went to %s".formatted(had.size(), String.join(", ", now.keySet())))
          : Optional.empty();
    }

    @Override
    public String heal() {
      return "ready again after " + surroundings.cluster().restart(orchestrator).millis() + " ms";
    }

    @Override
    public Optional<String> observeHealed() {
      return Optional.of("");
    }
  }
}
