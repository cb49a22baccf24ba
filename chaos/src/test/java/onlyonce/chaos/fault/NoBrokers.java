package onlyonce.chaos.fault;

import java.util.Collection;
import java.util.List;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;

/** A cluster whose brokers belong to somebody else, so that none of them can be hit. */
final class NoBrokers implements Cluster {
  private final Cluster cluster;

  NoBrokers(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public ClusterStatus status() {
    ClusterStatus all = cluster.status();
    return new ClusterStatus(
        all.bootstrapServers(),
        all.nodes().stream().filter(node -> !node.role().equals(NodeStatus.BROKER)).toList(),
        all.shards(),
        all.replication());
  }

  @Override
  public NodeEffect.Killed kill(String node) {
    return cluster.kill(node);
  }

  @Override
  public NodeEffect.Paused pause(String node) {
    return cluster.pause(node);
  }

  @Override
  public NodeEffect.Resumed resume(String node) {
    return cluster.resume(node);
  }

  @Override
  public NodeEffect.Stopped stop(String node) {
    return cluster.stop(node);
  }

  @Override
  public List<NodeEffect.Started> restart(Collection<String> nodes) {
    return cluster.restart(nodes);
  }

  @Override
  public NodeEffect.Started startRole(RoleSpec role) {
    return cluster.startRole(role);
  }

  @Override
  public Shard createDatabase(String shard, String database) {
    return cluster.createDatabase(shard, database);
  }

  @Override
  public Shard addShard(String shard) {
    return cluster.addShard(shard);
  }

  @Override
  public void dropDatabase(String shard, String database) {
    cluster.dropDatabase(shard, database);
  }

  @Override
  public NodeEffect.Promoted promote(String standby) {
    return cluster.promote(standby);
  }

  @Override
  public NodeEffect.Detached detach(String standby) {
    return cluster.detach(standby);
  }

  @Override
  public Cluster under(long number) {
    return new NoBrokers(cluster.under(number));
  }

  @Override
  public NodeEffect.Followed follow(String standby, String primary) {
    return cluster.follow(standby, primary);
  }

  @Override
  public NodeEffect.Rejoined rejoin(String node, String primary) {
    return cluster.rejoin(node, primary);
  }
}
