package onlyonce.chaos.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.Topic;

/**
 * A broker that is to be cut off, and what the others say of it: only they are asked, since it
 * believes to be the leader still.
 *
 * @param node its name
 * @param address its host and port
 * @param led the partitions of the commands that it led
 * @param controller whether it was the active controller
 * @param names of all brokers, by their addresses
 */
record TargetBroker(
    Surroundings surroundings,
    String node,
    String address,
    NavigableSet<String> led,
    boolean controller,
    Map<String, String> names) {
  private static final String TOPIC = Topic.LEDGER_COMMANDS.topicName();
  private static final int REPLICAS = 3;

  /** Which broker it is to be. */
  enum Aim {
    /** The one that leads most partitions of the commands. */
    LEADER("the broker that leads most partitions"),
    CONTROLLER("the active controller");

    private final String words;

    Aim(String words) {
      this.words = words;
    }

    String inWords() {
      return words;
    }
  }

  /**
   * Looks who it is now.
   *
   * @throws FaultMissedException when nobody says
   */
  static TargetBroker find(Surroundings surroundings, Aim aim) throws FaultMissedException {
    RunningBrokers brokers = RunningBrokers.of(surroundings);
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      SortedMap<String, String> leaders = kafka.leaders(TOPIC);
      String controller = kafka.controller().orElse("");
      String address =
          switch (aim) {
            case CONTROLLER -> controller;
            case LEADER ->
                brokers
                    .busiest(leaders.values())
                    .orElseThrow(
                        () -> new FaultMissedException("no broker leads a partition of " + TOPIC));
          };
      String node = brokers.names().get(address);
      if (node == null) {
        throw new FaultMissedException(aim.inWords() + " is at " + address + ", which is nobody");
      }
      NavigableSet<String> led = new TreeSet<>();
      leaders.forEach(
          (partition, leader) -> {
            if (leader.equals(address)) {
              led.add(partition);
            }
          });
      return new TargetBroker(
          surroundings, node, address, led, controller.equals(address), brokers.names());
    } catch (LocalClusterException e) {
      throw new FaultMissedException("no broker was cut off: " + e.getMessage());
    }
  }

  /** What the other brokers did, once they have all that it had. */
  Optional<String> taken() {
    try (KafkaView kafka = KafkaView.of(surroundings.clientProperties(), others())) {
      SortedMap<String, String> leaders = kafka.leaders(TOPIC);
      boolean fenced = !kafka.brokers().contains(address);
      boolean moved =
          led.stream()
              .allMatch(
                  partition ->
                      leaders.containsKey(partition) && !address.equals(leaders.get(partition)));
      if (!fenced || !moved) {
        return Optional.empty();
      }
      List<String> seen = new ArrayList<>(List.of(node + " is fenced"));
      if (controller) {
        String now = kafka.controller().orElse("");
        if (now.equals(address)) {
          return Optional.empty();
        }
        seen.add(names.get(now) + " is the controller");
      }
      if (!led.isEmpty()) {
        seen.add(
            "new leaders: "
                + led.stream()
                    .map(partition -> partition + " at " + names.get(leaders.get(partition)))
                    .collect(Collectors.joining(", ")));
      }
      return Optional.of(String.join("; ", seen));
    }
  }

  /** It is among the brokers again, and its replicas of the commands have caught up. */
  boolean isBack() {
    try (KafkaView kafka = KafkaView.of(surroundings.clientProperties(), others())) {
      return kafka.brokers().contains(address)
          && kafka.inSync(TOPIC).values().stream().allMatch(count -> count >= REPLICAS);
    }
  }

  private Collection<String> others() {
    return names.keySet().stream().filter(other -> !other.equals(address)).toList();
  }
}
