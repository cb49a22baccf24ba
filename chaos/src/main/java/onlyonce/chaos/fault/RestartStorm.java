package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * A processor that crashes again and again: SIGKILL, start, and SIGKILL as soon as it owns ledger
 * partitions. Observed: another takes over each time; afterwards it owns some again.
 */
public final class RestartStorm implements Fault {
  private static final int KILLS = 3;
  private static final Duration OWNS_WITHIN = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  private final String processor;

  /**
   * @param processor the node's name
   */
  public RestartStorm(Surroundings surroundings, String processor) {
    this.surroundings = surroundings;
    this.processor = processor;
  }

  @Override
  public String kind() {
    return "restart-storm";
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
    return new Crashing(surroundings.cluster().kill(processor), ownership);
  }

  private boolean owns() {
    try {
      return surroundings.owners().read(surroundings).values().stream()
          .anyMatch(owner -> owner.processor().equals(processor));
    } catch (LocalClusterException e) {
      return false; // Nobody says who owns what.
    }
  }

  private final class Crashing implements Wound {
    private final NodeEffect.Killed first;
    private final Ownership ownership;

    private Crashing(NodeEffect.Killed first, Ownership ownership) {
      this.first = first;
      this.ownership = ownership;
    }

    @Override
    public String target() {
      return processor;
    }

    @Override
    public String struck() {
      return "ended by " + first.exit();
    }

    @Override
    public Optional<String> observe() {
      return ownership.taken();
    }

    @Override
    public String heal() {
      List<String> seen = new ArrayList<>();
      for (int kill = 2; kill <= KILLS; kill++) {
        surroundings.cluster().restart(processor);
        long ready = System.nanoTime();
        if (!Deadline.after(OWNS_WITHIN).await(RestartStorm.this::owns)) {
          throw new LocalClusterException(
              "%s owned nothing within %d s of its start number %d"
                  .formatted(processor, OWNS_WITHIN.toSeconds(), kill - 1));
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ready);
        seen.add(
            "owned partitions %,d ms after its start, and ended by %s"
                .formatted(millis, surroundings.cluster().kill(processor).exit()));
      }
      seen.add("ready again after " + surroundings.cluster().restart(processor).millis() + " ms");
      return String.join("; ", seen);
    }

    @Override
    public Optional<String> observeHealed() {
      return owns() ? Optional.of("it owns ledger partitions again") : Optional.empty();
    }
  }
}
