package onlyonce.chaos.fault;

import java.util.Optional;
import onlyonce.localcluster.NodeEffect;

/** SIGKILL to a processor; observed: another owner has its ledger partitions. */
public final class KillProcessor implements Fault {
  private final Surroundings surroundings;
  private final String processor;

  /**
   * @param processor the node's name
   */
  public KillProcessor(Surroundings surroundings, String processor) {
    this.surroundings = surroundings;
    this.processor = processor;
  }

  @Override
  public String kind() {
    return "kill";
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
    return new Killed(surroundings.cluster().kill(processor), ownership);
  }

  private final class Killed implements Wound {
    private final NodeEffect.Killed effect;
    private final Ownership ownership;

    private Killed(NodeEffect.Killed effect, Ownership ownership) {
      this.effect = effect;
      this.ownership = ownership;
    }

    @Override
    public String target() {
      return processor;
    }

    @Override
    public String struck() {
      return "ended by " + effect.exit();
    }

    @Override
    public Optional<String> observe() {
      return ownership.taken();
    }

    @Override
    public String heal() {
      return "ready again after " + surroundings.cluster().restart(processor).millis() + " ms";
    }

    @Override
    public Optional<String> observeHealed() {
      return Optional.of("");
    }
  }
}
