package onlyonce.chaos.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;

/** A cluster that has names and nothing else. */
final class NamedCluster implements Cluster {
  private final List<Shard> standbys;
  private final boolean namespaces;

  private NamedCluster(List<Shard> standbys, boolean namespaces) {
    this.standbys = standbys;
    this.namespaces = namespaces;
  }

  static NamedCluster withNamespaces() {
    return new NamedCluster(List.of(), true);
  }

  @Override
  public boolean hasNamespaces() {
    return namespaces;
  }

  static NamedCluster withoutStandbys() {
    return new NamedCluster(List.of(), false);
  }

  static NamedCluster withStandby() {
    return new NamedCluster(
        List.of(new Shard("shard-1-standby-1", "shard-1", "", "", Shard.STANDBY)), false);
  }

  @Override
  public ClusterStatus status() {
    List<NodeStatus> nodes =
        new ArrayList<>(
            List.of(
                node("broker-1", "broker"),
                node("shard-1", "database"),
                node("shard-2", "database"),
                node("processor-1", "processor"),
                node("processor-2", "processor"),
                node("orchestrator-1", "orchestrator"),
                node("orchestrator-2", "orchestrator")));
    standbys.forEach(standby -> nodes.add(node(standby.name(), "database")));
    return new ClusterStatus(
        "",
        nodes,
        standbys,
        standbys.isEmpty() ? Replication.none() : Replication.sync(Quorums.majority(3)));
  }

  private static NodeStatus node(String name, String role) {
    return new NodeStatus(name, role, null, null, NodeState.STOPPED, null, "");
  }

  @Override
  public NodeEffect.Killed kill(String node) {
    throw new UnsupportedOperationException(node);
  }

  @Override
  public NodeEffect.Paused pause(String node) {
    throw new UnsupportedOperationException(node);
  }

  @Override
  public NodeEffect.Resumed resume(String node) {
    throw new UnsupportedOperationException(node);
  }

  @Override
  public NodeEffect.Stopped stop(String node) {
    throw new UnsupportedOperationException(node);
  }

  @Override
  public List<NodeEffect.Started> restart(Collection<String> nodes) {
    throw new UnsupportedOperationException(nodes.toString());
  }

  @Override
  public NodeEffect.Started startRole(RoleSpec role) {
    throw new UnsupportedOperationException(role.name());
  }

  @Override
  public Shard createDatabase(String shard, String database) {
    throw new UnsupportedOperationException(shard);
  }

  @Override
  public Shard addShard(String shard) {
    throw new UnsupportedOperationException(shard);
  }

  @Override
  public void dropDatabase(String shard, String database) {
    throw new UnsupportedOperationException(shard);
  }

  @Override
  public NodeEffect.Promoted promote(String standby) {
    throw new UnsupportedOperationException(standby);
  }

  @Override
  public NodeEffect.Detached detach(String standby) {
    throw new UnsupportedOperationException(standby);
  }

  @Override
  public Cluster under(long number) {
    return this;
  }

  @Override
  public NodeEffect.Followed follow(String standby, String primary) {
    throw new UnsupportedOperationException(standby);
  }

  @Override
  public NodeEffect.Rejoined rejoin(String node, String primary) {
    throw new UnsupportedOperationException(node);
  }
}
