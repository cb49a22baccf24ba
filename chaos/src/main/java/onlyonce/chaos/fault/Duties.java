package onlyonce.chaos.fault;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.Topic;

/** What one broker did alone before a fault, and who does it now. */
final class Duties {
  private final Surroundings surroundings;
  private final BrokerRole role;
  private final String address;
  private final NavigableSet<String> had;
  private final Map<String, String> names;

  private Duties(
      Surroundings surroundings,
      BrokerRole role,
      String address,
      NavigableSet<String> had,
      Map<String, String> names) {
    this.surroundings = surroundings;
    this.role = role;
    this.address = address;
    this.had = had;
    this.names = names;
  }

  /**
   * Those of the running broker that has most of a role's.
   *
   * @throws FaultMissedException when nobody has any, or Kafka does not say
   */
  static Duties ofBusiest(Surroundings surroundings, BrokerRole role) throws FaultMissedException {
    RunningBrokers brokers = RunningBrokers.of(surroundings);
    SortedMap<String, String> holders = holders(surroundings, role);
    String busiest =
        brokers
            .busiest(holders.values())
            .orElseThrow(() -> new FaultMissedException("no running broker is a " + role.label()));
    return new Duties(surroundings, role, busiest, of(holders, busiest::equals), brokers.names());
  }

  /**
   * Those of one broker, which may be none.
   *
   * @throws FaultMissedException when it does not run, or Kafka does not say
   */
  static Duties of(Surroundings surroundings, BrokerRole role, String broker)
      throws FaultMissedException {
    Map<String, String> names = RunningBrokers.of(surroundings).names();
    String address =
        names.entrySet().stream()
            .filter(entry -> entry.getValue().equals(broker))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> new FaultMissedException(broker + " does not run"));
    return new Duties(
        surroundings, role, address, of(holders(surroundings, role), address::equals), names);
  }

  private static NavigableSet<String> of(
      SortedMap<String, String> holders, Predicate<String> address) {
    NavigableSet<String> duties = new TreeSet<>();
    holders.forEach(
        (duty, holder) -> {
          if (address.test(holder)) {
            duties.add(duty);
          }
        });
    return duties;
  }

  private static SortedMap<String, String> holders(Surroundings surroundings, BrokerRole role)
      throws FaultMissedException {
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      return role.holders(kafka, surroundings);
    } catch (LocalClusterException e) {
      throw new FaultMissedException("no broker was hit: " + e.getMessage());
    }
  }

  /** The broker's node. */
  String broker() {
    return String.valueOf(names.get(address));
  }

  /** Says who does it now, once others do all of it. */
  Optional<String> moved() {
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      SortedMap<String, String> now = role.holders(kafka, surroundings);
      boolean all =
          had.stream().allMatch(duty -> now.containsKey(duty) && !address.equals(now.get(duty)));
      return all
          ? Optional.of(
              had.stream()
                  .map(duty -> duty + " at " + names.getOrDefault(now.get(duty), now.get(duty)))
                  .collect(Collectors.joining(", ", "new " + role.plural() + ": ", "")))
          : Optional.empty();
    }
  }

  /** Says that the broker follows every leader of the commands again, once it does. */
  Optional<String> inSync() {
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      return kafka.isInSync(Topic.LEDGER_COMMANDS.topicName(), address)
          ? Optional.of("in sync again")
          : Optional.empty();
    }
  }
}
