package onlyonce.chaos.fault;

import java.util.List;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;

/** Which nodes a fault may be aimed at. */
final class Targets {
  private Targets() {}

  /**
   * The running nodes of a role.
   *
   * @throws FaultMissedException when there is none
   */
  static List<NodeStatus> running(Cluster cluster, String role) throws FaultMissedException {
    List<NodeStatus> found =
        cluster.nodes().stream()
            .filter(node -> node.role().equals(role) && node.state() == NodeState.RUNNING)
            .toList();
    if (found.isEmpty()) {
      throw new FaultMissedException("no running process of role " + role);
    }
    return found;
  }

  /**
   * A node by name.
   *
   * @throws FaultMissedException when it is not there or not running
   */
  static NodeStatus running(Cluster cluster, String role, String name) throws FaultMissedException {
    return running(cluster, role).stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new FaultMissedException("no running process " + name + " of role " + role));
  }

  /**
   * The primary that lives on a node.
   *
   * @throws FaultMissedException when none does
   */
  static Shard primary(Cluster cluster, String server) throws FaultMissedException {
    return cluster.shards().stream()
        .filter(shard -> shard.name().equals(server))
        .findFirst()
        .orElseThrow(() -> new FaultMissedException("no shard lives on " + server));
  }

  /** One of them, the same for the same pick. */
  static NodeStatus pick(List<NodeStatus> nodes, int pick) {
    return nodes.get(Math.floorMod(pick, nodes.size()));
  }
}
