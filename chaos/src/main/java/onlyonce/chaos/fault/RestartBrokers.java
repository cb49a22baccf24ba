package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * A rolling restart: each broker is asked to end (SIGTERM), and started again once others lead its
 * partitions; the next one's turn comes when it is in sync. Observed: each one's new leaders.
 */
public final class RestartBrokers implements Fault {
  /** What such a fault is aimed at. */
  public static final String EVERY = "every broker";

  private static final Duration STEP = Duration.ofSeconds(60);

  private final Surroundings surroundings;

  public RestartBrokers(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String kind() {
    return "restart";
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return EVERY;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    List<String> brokers =
        Targets.running(surroundings.cluster(), NodeStatus.BROKER).stream()
            .map(NodeStatus::name)
            .sorted()
            .toList();
    return new Rolling(brokers, stop(brokers.getFirst()));
  }

  private Stopped stop(String broker) throws FaultMissedException {
    Duties duties = Duties.of(surroundings, BrokerRole.LEADER, broker);
    return new Stopped(surroundings.cluster().stop(broker), duties);
  }

  private record Stopped(NodeEffect.Stopped effect, Duties duties) {}

  private final class Rolling implements Wound {
    private final List<String> brokers;
    private final Stopped first;
    private Duties last;

    private Rolling(List<String> brokers, Stopped first) {
      this.brokers = brokers;
      this.first = first;
      this.last = first.duties();
    }

    @Override
    public String target() {
      return EVERY;
    }

    @Override
    public String struck() {
      return "%s stopped, %s".formatted(first.effect().node(), first.effect().exit());
    }

    @Override
    public Optional<String> observe() {
      return first.duties().moved();
    }

    @Override
    public String heal() {
      List<String> seen = new ArrayList<>();
      seen.add(restart(brokers.getFirst()));
      for (String broker : brokers.subList(1, brokers.size())) {
        seen.add(roll(broker));
      }
      return String.join("; ", seen);
    }

    private String roll(String broker) {
      try {
        await(broker + " could stop", last::inSync);
        Stopped stopped = stop(broker);
        last = stopped.duties();
        String leaders;
        try {
          leaders = await("others led what " + broker + " had led", last::moved);
        } finally {
          surroundings.cluster().restart(broker);
        }
        return "%s stopped, %s; %s; ready again"
            .formatted(broker, stopped.effect().exit(), leaders);
      } catch (FaultMissedException e) {
        throw new LocalClusterException(
            "%s was not restarted: %s".formatted(broker, e.getMessage()), e);
      }
    }

    private String restart(String broker) {
      return "%s ready again after %d ms"
          .formatted(broker, surroundings.cluster().restart(broker).millis());
    }

    @Override
    public Optional<String> observeHealed() {
      return last.inSync();
    }
  }

  private static String await(String what, Supplier<Optional<String>> observation) {
    List<String> seen = new ArrayList<>();
    boolean came =
        Deadline.after(STEP)
            .await(
                () -> {
                  try {
                    observation.get().ifPresent(seen::add);
                  } catch (LocalClusterException e) {
                    return false; // Kafka says nothing yet.
                  }
                  return !seen.isEmpty();
                });
    if (!came) {
      throw new LocalClusterException("%d s went by before %s".formatted(STEP.toSeconds(), what));
    }
    return seen.getFirst();
  }
}
