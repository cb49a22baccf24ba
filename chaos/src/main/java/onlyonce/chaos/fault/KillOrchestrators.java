package onlyonce.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Collectors;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;

/**
 * SIGKILL to all orchestrators at once; observed: their sagas stand still, and once they are back
 * their group has all of its partitions again.
 */
public final class KillOrchestrators implements Fault {
  /** What such a fault is aimed at: while it lasts, no orchestrator lives. */
  public static final String EVERY = "every orchestrator";

  private final Surroundings surroundings;
  private final SagasUnderWay sagas;
  private final long fewestSagas;

  /**
   * @param fewestSagas how many open sagas it must hit to count as a fault that bit
   */
  public KillOrchestrators(Surroundings surroundings, SagasUnderWay sagas, long fewestSagas) {
    this.surroundings = surroundings;
    this.sagas = sagas;
    this.fewestSagas = fewestSagas;
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
    return EVERY;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    List<String> nodes =
        Targets.running(surroundings.cluster(), surroundings.orchestratorRole()).stream()
            .map(NodeStatus::name)
            .toList();
    OrchestratorGroup group = new OrchestratorGroup(surroundings);
    NavigableSet<String> had = group.partitionsOf(nodes);
    OrphanedSagas.awaitOpen(sagas, had, fewestSagas);
    List<NodeEffect.Killed> effects = new ArrayList<>();
    for (String node : nodes) {
      effects.add(surroundings.cluster().kill(node));
    }
    return new Killed(effects, group, had, new OrphanedSagas(sagas, had));
  }

  private final class Killed implements Wound {
    private final List<NodeEffect.Killed> effects;
    private final OrchestratorGroup group;
    private final NavigableSet<String> had;
    private final OrphanedSagas orphaned;

    private Killed(
        List<NodeEffect.Killed> effects,
        OrchestratorGroup group,
        NavigableSet<String> had,
        OrphanedSagas orphaned) {
      this.effects = List.copyOf(effects);
      this.group = group;
      this.had = had;
      this.orphaned = orphaned;
    }

    @Override
    public String target() {
      return EVERY;
    }

    @Override
    public String struck() {
      return effects.stream()
          .map(effect -> effect.node() + " ended by " + effect.exit())
          .collect(Collectors.joining(", "));
    }

    @Override
    public Optional<String> observe() {
      return orphaned.areCounted() && orphaned.count() >= fewestSagas
          ? Optional.of(orphaned.text())
          : Optional.empty();
    }

    @Override
    public String heal() {
      List<String> nodes = effects.stream().map(NodeEffect.Killed::node).toList();
      return surroundings.cluster().restart(nodes).stream()
          .map(started -> "%s ready after %d ms".formatted(started.node(), started.millis()))
          .collect(Collectors.joining(", "));
    }

    @Override
    public Optional<String> observeHealed() {
      return OrchestratorGroup.all(group.assignments()).containsAll(had)
          ? Optional.of("they have all of their %d partitions again".formatted(had.size()))
          : Optional.empty();
    }
  }
}
