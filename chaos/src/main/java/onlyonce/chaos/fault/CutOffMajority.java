package onlyonce.chaos.fault;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import onlyonce.localcluster.NetworkEffect;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Readiness;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * The majority is cut off: a leader and clients of it, all producers among them, are on the smaller
 * side together, where to each other all looks well. Observed on the larger side: it has new
 * leaders. Observed on the smaller side, by a witness that is put there: no record that is sent
 * after the cut is acknowledged, and the commands' high watermarks, where their leader still tells
 * them, stand still, while producers send. When it is over the witness must get acknowledgements
 * again; had it got one in between, that is a broken promise.
 */
public final class CutOffMajority implements Fault {
  private static final String WITNESS = "witness";
  private static final String TOPIC = "partition-witness";

  /** A cut that the witness did not try to write in says nothing. */
  private static final int FEWEST_REFUSED = 3;

  private static final Duration NEXT_PRODUCER = Duration.ofSeconds(15);

  /** What was acknowledged before may still be on its way into the watermark. */
  private static final Duration UNTIL_STILL = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private final String producerRole;
  private final Clock clock;

  /**
   * @param producerRole as the cluster's status says it, such as {@code producer}
   */
  public CutOffMajority(Surroundings surroundings, String producerRole, Clock clock) {
    this.surroundings = surroundings;
    this.producerRole = producerRole;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "partition-majority";
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return "a broker that leads partitions, with clients of it, and all others";
  }

  @Override
  public Wound inject() throws FaultMissedException {
    TargetBroker broker = TargetBroker.find(surroundings, TargetBroker.Aim.LEADER);
    List<String> side = clientsOnTheSmallerSide();
    side.add(broker.node());
    try {
      startWitness(broker);
      side.add(WITNESS);
      List<String> others =
          surroundings.cluster().nodes().stream()
              .filter(node -> node.alive() && !side.contains(node.name()))
              .map(NodeStatus::name)
              .toList();
      NetworkEffect.Severed effect = surroundings.cluster().cut(NetworkCut.between(side, others));
      return new Severed(broker, effect, clock.millis());
    } catch (LocalClusterException e) {
      endWitness();
      throw new FaultMissedException("nobody was cut off: " + e.getMessage());
    }
  }

  /** Whoever sends, and one of each other role: its like goes on, on the larger side. */
  private List<String> clientsOnTheSmallerSide() throws FaultMissedException {
    List<String> side = new ArrayList<>();
    // When one has ended, the next may not have begun.
    var _ = Deadline.after(NEXT_PRODUCER).await(this::somebodySends);
    Targets.running(surroundings.cluster(), producerRole).forEach(node -> side.add(node.name()));
    for (String role : List.of(surroundings.processorRole(), surroundings.orchestratorRole())) {
      side.add(Targets.running(surroundings.cluster(), role).getFirst().name());
    }
    return side;
  }

  private boolean somebodySends() {
    return surroundings.cluster().nodes().stream()
        .anyMatch(node -> node.role().equals(producerRole) && node.state() == NodeState.RUNNING);
  }

  /** Returns when a record of it was acknowledged: it can be refused from now on. */
  private void startWitness(TargetBroker broker) {
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      kafka.createLedBy(TOPIC, broker.address());
    }
    List<String> args =
        Stream.concat(
                Stream.of(surroundings.cluster().bootstrapServers(), TOPIC), broker.led().stream())
            .toList();
    var _ =
        surroundings
            .cluster()
            .startRole(
                RoleSpec.java(
                        WITNESS,
                        WITNESS,
                        System.getProperty("java.class.path"),
                        List.of(
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-Dlogback.configurationFile=logback-role.xml"),
                        WitnessMain.class.getName(),
                        args)
                    .readyWhen(
                        new Readiness.LogLine(Testimony.MARK + " acknowledged"),
                        Duration.ofSeconds(30)));
  }

  private void endWitness() {
    boolean there =
        surroundings.cluster().nodes().stream()
            .anyMatch(node -> node.name().equals(WITNESS) && node.state() != NodeState.EXITED);
    if (there) {
      var _ = surroundings.cluster().kill(WITNESS);
    }
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      kafka.delete(TOPIC);
    }
  }

  private final class Severed implements Wound {
    private final TargetBroker broker;
    private final NetworkEffect.Severed effect;
    private final long cutAtMillis;
    private final Path log;
    private long healedAtMillis = Long.MAX_VALUE;

    private Severed(TargetBroker broker, NetworkEffect.Severed effect, long cutAtMillis) {
      this.broker = broker;
      this.effect = effect;
      this.cutAtMillis = cutAtMillis;
      this.log = Path.of(surroundings.cluster().status().node(WITNESS).log());
    }

    @Override
    public String target() {
      return String.join(", ", effect.cut().from());
    }

    @Override
    public String struck() {
      return effect.observed();
    }

    @Override
    public Optional<String> observe() {
      Testimony witness = Testimony.in(log);
      long refused = witness.refused(cutAtMillis, clock.millis());
      return broker
          .taken()
          .filter(_ -> refused >= FEWEST_REFUSED)
          .map(
              taken ->
                  "%s; beside %s a witness had %d records refused and %d acknowledged"
                      .formatted(
                          taken,
                          broker.node(),
                          refused,
                          witness.acknowledged(cutAtMillis, clock.millis())));
    }

    @Override
    public String heal() {
      healedAtMillis = clock.millis();
      return "packets arrive again after %d ms"
          .formatted(surroundings.cluster().heal(effect.cut()).millis());
    }

    @Override
    public Optional<String> observeHealed() {
      Testimony witness = Testimony.in(log);
      long acknowledged = witness.acknowledged(cutAtMillis, healedAtMillis);
      if (acknowledged > 0) {
        endWitness();
        throw new PromiseBrokenException(
            "%s acknowledged %d records while it was cut off from the majority"
                .formatted(broker.node(), acknowledged));
      }
      List<Testimony.Watermarks> marks = marks(witness);
      List<Map<String, Long>> ends =
          marks.stream().map(Testimony.Watermarks::ends).distinct().toList();
      if (ends.size() > 1) {
        endWitness();
        throw new PromiseBrokenException(
            "the high watermarks of %s moved while it was cut off from the majority: %s"
                .formatted(broker.node(), ends));
      }
      if (witness.acknowledged(healedAtMillis, Long.MAX_VALUE) == 0 || !broker.isBack()) {
        return Optional.empty();
      }
      long after = clock.millis() - healedAtMillis;
      endWitness();
      return Optional.of(
          "the watermarks there stood still in %d looks; acknowledged again, and in sync, %,d ms later"
              .formatted(marks.size(), after));
    }

    private List<Testimony.Watermarks> marks(Testimony witness) {
      return witness.watermarks(cutAtMillis + UNTIL_STILL.toMillis(), healedAtMillis);
    }
  }
}
