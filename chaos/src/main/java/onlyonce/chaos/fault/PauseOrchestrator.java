package onlyonce.chaos.fault;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeState;

/**
 * SIGSTOP to an orchestrator until its session is over and its group goes on without it, then
 * SIGCONT: it wakes in the middle of a transaction that nobody lets it end.
 */
public final class PauseOrchestrator implements Fault {
  private final Surroundings surroundings;
  private final String orchestrator;

  /**
   * @param orchestrator the node's name, with which its clients' names begin
   */
  public PauseOrchestrator(Surroundings surroundings, String orchestrator) {
    this.surroundings = surroundings;
    this.orchestrator = orchestrator;
  }

  @Override
  public String kind() {
    return "pause";
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
    return new Paused(surroundings.cluster().pause(orchestrator), group, had);
  }

  private final class Paused implements Wound {
    private final NodeEffect.Paused effect;
    private final OrchestratorGroup group;
    private final NavigableSet<String> had;

    private Paused(NodeEffect.Paused effect, OrchestratorGroup group, NavigableSet<String> had) {
      this.effect = effect;
      this.group = group;
      this.had = had;
    }

    @Override
    public String target() {
      return orchestrator;
    }

    @Override
    public String struck() {
      return effect.processes() + " process(es) in state T";
    }

    @Override
    public Optional<String> observe() {
      SortedMap<String, NavigableSet<String>> now = group.assignments();
      boolean gone = OrchestratorGroup.of(now, orchestrator).isEmpty();
      return gone && OrchestratorGroup.all(now).containsAll(had)
          ? Optional.of(
              "its %d partitions went to %s".formatted(had.size(), String.join(", ", now.keySet())))
          : Optional.empty();
    }

    @Override
    public String heal() {
      return surroundings.cluster().resume(orchestrator).processes() + " process(es) resumed";
    }

    @Override
    public Optional<String> observeHealed() {
      boolean running =
          surroundings.cluster().status().node(orchestrator).state() == NodeState.RUNNING;
      SortedMap<String, NavigableSet<String>> now = group.assignments();
      int has = OrchestratorGroup.of(now, orchestrator).size();
      return running && has > 0 && OrchestratorGroup.all(now).containsAll(had)
          ? Optional.of("in the group again, with %d partitions".formatted(has))
          : Optional.empty();
    }
  }
}
