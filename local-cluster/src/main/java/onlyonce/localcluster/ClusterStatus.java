package onlyonce.localcluster;

import java.util.List;
import onlyonce.localcluster.network.NetworkCut;

/**
 * The whole cluster as it is now. As JSON it is what {@code onlyonce status --json} prints.
 *
 * @param shards every database server, standbys included
 * @param cuts whose packets to whom vanish
 */
public record ClusterStatus(
    String bootstrapServers,
    List<NodeStatus> nodes,
    List<Shard> shards,
    Replication replication,
    List<NetworkCut> cuts) {
  public ClusterStatus {
    nodes = List.copyOf(nodes);
    shards = List.copyOf(shards);
    // Supervisors from before there were cuts say nothing of them.
    cuts = cuts == null ? List.of() : List.copyOf(cuts);
  }

  /** Nobody is cut off. */
  public ClusterStatus(
      String bootstrapServers,
      List<NodeStatus> nodes,
      List<Shard> shards,
      Replication replication) {
    this(bootstrapServers, nodes, shards, replication, List.of());
  }

  /** Shards of one server each. */
  public ClusterStatus(String bootstrapServers, List<NodeStatus> nodes, List<Shard> shards) {
    this(bootstrapServers, nodes, shards, Replication.none());
  }

  /** Each shard's primary. */
  public List<Shard> primaries() {
    return primaries(shards);
  }

  static List<Shard> primaries(List<Shard> servers) {
    return servers.stream().filter(server -> server.role().equals(Shard.PRIMARY)).toList();
  }

  /** As indented JSON with snake_case names. */
  public String toJson() {
    return Json.indented(this);
  }

  /** The status with that name, or an error that lists the names there are. */
  public NodeStatus node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Nodes.unknown(name, nodes.stream().map(NodeStatus::name).toList()));
  }
}
