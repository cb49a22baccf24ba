package onlyonce.chaos.fault;

import java.util.Optional;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeState;

/**
 * SIGSTOP to a processor until its session is over and others own its ledger partitions, then
 * SIGCONT: a zombie that believes to be the owner.
 */
public final class PauseProcessor implements Fault {
  private final Surroundings surroundings;
  private final String processor;

  /**
   * @param processor the node's name
   */
  public PauseProcessor(Surroundings surroundings, String processor) {
    this.surroundings = surroundings;
    this.processor = processor;
  }

  @Override
  public String kind() {
    return "pause";
  }

  @Override
  public String lane() {
    return surroundings.processorRole();
  }

  @Override
  public String aim() {
    return processor;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Targets.running(surroundings.cluster(), surroundings.processorRole(), processor);
    Ownership ownership = Ownership.of(surroundings, processor);
    return new Paused(surroundings.cluster().pause(processor), ownership);
  }

  private final class Paused implements Wound {
    private final NodeEffect.Paused effect;
    private final Ownership ownership;

    private Paused(NodeEffect.Paused effect, Ownership ownership) {
      this.effect = effect;
      this.ownership = ownership;
    }

    @Override
    public String target() {
      return processor;
    }

    @Override
    public String struck() {
      return effect.processes() + " process(es) in state T";
    }

    @Override
    public Optional<String> observe() {
      boolean paused = surroundings.cluster().status().node(processor).state() == NodeState.PAUSED;
      return paused ? ownership.taken() : Optional.empty();
    }

    @Override
    public String heal() {
      return surroundings.cluster().resume(processor).processes() + " process(es) resumed";
    }

    @Override
    public Optional<String> observeHealed() {
      boolean running =
          surroundings.cluster().status().node(processor).state() == NodeState.RUNNING;
      return running ? Optional.of("running again") : Optional.empty();
    }
  }
}
