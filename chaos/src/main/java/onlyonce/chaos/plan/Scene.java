package onlyonce.chaos.plan;

import java.util.ArrayList;
import java.util.List;
import onlyonce.chaos.fault.SagasUnderWay;
import onlyonce.chaos.fault.Surroundings;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/** Where a plan is played. */
public record Scene(Surroundings surroundings, SagasUnderWay sagas) {
  /** Whether any shard has a standby. */
  boolean hasStandbys() {
    return surroundings.cluster().servers().stream()
        .anyMatch(server -> server.role().equals(Shard.STANDBY));
  }

  /** The nodes that a kind of fault can be aimed at, sorted. */
  List<String> nodes(NodeGroup group) {
    return switch (group) {
      case PROCESSORS -> named(surroundings.processorRole());
      case ORCHESTRATORS -> named(surroundings.orchestratorRole());
      case DATABASES -> primaries();
    };
  }

  /** A standby's death would not be felt. */
  private List<String> primaries() {
    Cluster cluster = surroundings.cluster();
    List<String> names = new ArrayList<>(named(NodeStatus.DATABASE));
    cluster.servers().stream()
        .filter(server -> !server.role().equals(Shard.PRIMARY))
        .forEach(server -> names.remove(server.name()));
    return names;
  }

  private List<String> named(String role) {
    return surroundings.cluster().nodes().stream()
        .filter(node -> node.role().equals(role))
        .map(NodeStatus::name)
        .sorted()
        .toList();
  }

  /** Nodes that take turns in being hit. In this order it is drawn who begins. */
  enum NodeGroup {
    PROCESSORS,
    DATABASES,
    ORCHESTRATORS
  }
}
