package onlyonce.chaos.fault;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onlyonce.localcluster.NodeStatus;

/**
 * The brokers that run, as they were when somebody looked.
 *
 * @param names their nodes' names, by address
 */
record RunningBrokers(Map<String, String> names) {
  RunningBrokers {
    names = Map.copyOf(names);
  }

  /**
   * @throws FaultMissedException when there is none
   */
  static RunningBrokers of(Surroundings surroundings) throws FaultMissedException {
    return new RunningBrokers(
        Targets.running(surroundings.cluster(), NodeStatus.BROKER).stream()
            .collect(Collectors.toMap(node -> String.valueOf(node.address()), NodeStatus::name)));
  }

  /** The address of these that is named most often; empty when none is. */
  Optional<String> busiest(Collection<String> addresses) {
    return addresses.stream()
        .filter(names::containsKey)
        .collect(Collectors.groupingBy(address -> address, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }
}
