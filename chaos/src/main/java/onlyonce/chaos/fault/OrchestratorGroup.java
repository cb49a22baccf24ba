package onlyonce.chaos.fault;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeSet;
import onlyonce.localcluster.process.LocalClusterException;

/** Which orchestrator has which partitions, as their group says. */
final class OrchestratorGroup {
  private final Surroundings surroundings;

  OrchestratorGroup(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The partitions of each member, by its client's name. */
  SortedMap<String, NavigableSet<String>> assignments() {
    try (KafkaView kafka = new KafkaView(surroundings.clientProperties())) {
      return kafka.assignments(surroundings.orchestratorGroup());
    }
  }

  /**
   * The partitions that these nodes have.
   *
   * @throws FaultMissedException when they have none, or the group does not say
   */
  NavigableSet<String> partitionsOf(Collection<String> nodes) throws FaultMissedException {
    NavigableSet<String> had = new TreeSet<>();
    try {
      SortedMap<String, NavigableSet<String>> now = assignments();
      nodes.forEach(node -> had.addAll(of(now, node)));
    } catch (LocalClusterException e) {
      throw new FaultMissedException(
          "the group does not say what %s has: %s"
              .formatted(String.join(", ", nodes), e.getMessage()));
    }
    if (had.isEmpty()) {
      throw new FaultMissedException(String.join(", ", nodes) + " has no partition of its group");
    }
    return had;
  }

  static NavigableSet<String> of(SortedMap<String, NavigableSet<String>> assignments, String node) {
    NavigableSet<String> partitions = new TreeSet<>();
    assignments.forEach(
        (client, assigned) -> {
          if (client.equals(node) || client.startsWith(node + "-")) {
            partitions.addAll(assigned);
          }
        });
    return partitions;
  }

  static NavigableSet<String> all(SortedMap<String, NavigableSet<String>> assignments) {
    NavigableSet<String> partitions = new TreeSet<>();
    assignments.values().forEach(partitions::addAll);
    return partitions;
  }
}
