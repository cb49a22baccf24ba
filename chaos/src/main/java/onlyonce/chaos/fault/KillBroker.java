package onlyonce.chaos.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.Topic;

/**
 * SIGKILL to the broker that leads most partitions of the commands; observed: their new leaders.
 */
public final class KillBroker implements Fault {
  private static final String TOPIC = Topic.LEDGER_COMMANDS.topicName();

  private final Surroundings surroundings;

  public KillBroker(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String kind() {
    return "kill";
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return "a broker that leads partitions";
  }

  @Override
  public Wound inject() throws FaultMissedException {
    Map<String, String> nameByAddress = new HashMap<>();
    for (NodeStatus node : Targets.running(surroundings.cluster(), NodeStatus.BROKER)) {
      nameByAddress.put(String.valueOf(node.address()), node.name());
    }
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      SortedMap<String, String> leaders = kafka.leaders(TOPIC);
      String busiest = busiest(leaders, nameByAddress);
      NavigableSet<String> led = new TreeSet<>();
      leaders.forEach(
          (partition, address) -> {
            if (address.equals(busiest)) {
              led.add(partition);
            }
          });
      String node = String.valueOf(nameByAddress.get(busiest));
      return new Killed(surroundings.cluster().kill(node), busiest, led, nameByAddress);
    } catch (LocalClusterException e) {
      throw new FaultMissedException("no broker was hit: " + e.getMessage());
    }
  }

  private static String busiest(Map<String, String> leaders, Map<String, String> names)
      throws FaultMissedException {
    Map<String, Long> counts =
        leaders.values().stream()
            .filter(names::containsKey)
            .collect(Collectors.groupingBy(address -> address, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElseThrow(() -> new FaultMissedException("no broker leads a partition of " + TOPIC));
  }

  private final class Killed implements Wound {
    private final NodeEffect.Killed effect;
    private final String address;
    private final NavigableSet<String> led;
    private final Map<String, String> names;

    private Killed(
        NodeEffect.Killed effect,
        String address,
        NavigableSet<String> led,
        Map<String, String> names) {
      this.effect = effect;
      this.address = address;
      this.led = led;
      this.names = names;
    }

    @Override
    public String target() {
      return effect.node();
    }

    @Override
    public String struck() {
      return "ended by " + effect.exit();
    }

    @Override
    public Optional<String> observe() {
      try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
        SortedMap<String, String> leaders = kafka.leaders(TOPIC);
        List<String> moved =
            led.stream()
                .filter(
                    partition ->
                        leaders.containsKey(partition) && !address.equals(leaders.get(partition)))
                .toList();
        if (moved.size() < led.size()) {
          return Optional.empty();
        }
        return Optional.of(
            "new leaders: "
                + moved.stream()
                    .map(partition -> partition + " at " + names.get(leaders.get(partition)))
                    .collect(Collectors.joining(", ")));
      }
    }

    @Override
    public String heal() {
      return "ready again after " + surroundings.cluster().restart(target()).millis() + " ms";
    }

    @Override
    public Optional<String> observeHealed() {
      return Optional.of("");
    }
  }
}
