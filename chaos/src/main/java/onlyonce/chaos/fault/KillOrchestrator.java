package onlyonce.chaos.fault;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import onlyonce.localcluster.NodeEffect;

/** SIGKILL to an orchestrator; observed: its sagas stand still, its group goes on without it. */
public final class KillOrchestrator implements Fault {
  private final Surroundings surroundings;
  private final SagasUnderWay sagas;
  private final String orchestrator;
  private final long fewestSagas;

  /**
   * @param orchestrator the node's name, with which its clients' names begin
   * @param fewestSagas how many open sagas it must hit to count as a fault that bit
   */
  public KillOrchestrator(
      Surroundings surroundings, SagasUnderWay sagas, String orchestrator, long fewestSagas) {
    this.surroundings = surroundings;
    this.sagas = sagas;
    this.orchestrator = orchestrator;
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
    return orchestrator;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Targets.running(surroundings.cluster(), surroundings.orchestratorRole(), orchestrator);
    OrchestratorGroup group = new OrchestratorGroup(surroundings);
    NavigableSet<String> had = group.partitionsOf(List.of(orchestrator));
    OrphanedSagas.awaitOpen(sagas, had, fewestSagas);
    NodeEffect.Killed effect = surroundings.cluster().kill(orchestrator);
    return new Killed(effect, group, had, new OrphanedSagas(sagas, had));
  }

  private final class Killed implements Wound {
    private final NodeEffect.Killed effect;
    private final OrchestratorGroup group;
    private final NavigableSet<String> had;
    private final OrphanedSagas orphaned;

    private Killed(
        NodeEffect.Killed effect,
        OrchestratorGroup group,
        NavigableSet<String> had,
        OrphanedSagas orphaned) {
      this.effect = effect;
      this.group = group;
      this.had = had;
      this.orphaned = orphaned;
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
      if (!orphaned.areCounted() || orphaned.count() < fewestSagas) {
        return Optional.empty();
      }
      SortedMap<String, NavigableSet<String>> now = group.assignments();
      boolean gone = OrchestratorGroup.of(now, orchestrator).isEmpty();
      return gone && OrchestratorGroup.all(now).containsAll(had)
          ? Optional.of(
              "%s; its %d partitions went to %s"
                  .formatted(orphaned.text(), had.size(), String.join(", ", now.keySet())))
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
