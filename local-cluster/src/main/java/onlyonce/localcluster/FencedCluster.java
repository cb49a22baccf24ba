package onlyonce.localcluster;

import java.util.Collection;
import java.util.List;

/**
 * A cluster as one who acts under a number has it. To look is the first deed: once somebody has
 * looked, nobody under a lower number changes what was seen.
 */
record FencedCluster(LocalCluster cluster, Fence fence, long number) implements Cluster {
  @Override
  public ClusterStatus status() {
    fence.enter(number, "looking at the cluster");
    return cluster.status();
  }

  @Override
  public NodeEffect.Killed kill(String node) {
    return fence.act(number, "killing " + node, () -> cluster.kill(node));
  }

  @Override
  public NodeEffect.Paused pause(String node) {
    return fence.act(number, "pausing " + node, () -> cluster.pause(node));
  }

  @Override
  public NodeEffect.Resumed resume(String node) {
    return fence.act(number, "resuming " + node, () -> cluster.resume(node));
  }

  @Override
  public NodeEffect.Stopped stop(String node) {
    return fence.act(number, "stopping " + node, () -> cluster.stop(node));
  }

  @Override
  public List<NodeEffect.Started> restart(Collection<String> nodes) {
    fence.enter(number, "starting " + nodes);
    return cluster.restart(nodes);
  }

  @Override
  public NodeEffect.Started startRole(RoleSpec role) {
    fence.enter(number, "starting " + role.name());
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
    return fence.act(number, "promoting " + standby, () -> cluster.promote(standby));
  }

  @Override
  public NodeEffect.Detached detach(String standby) {
    return fence.act(number, "detaching " + standby, () -> cluster.detach(standby));
  }

  /** Late it would give one that was cut off back to its primary; only the wait needs no fence. */
  @Override
  public NodeEffect.Followed follow(String standby, String primary) {
    String deed = "having " + standby + " follow " + primary;
    fence.enter(number, deed);
    return cluster.follow(
        standby,
        primary,
        pointing ->
            fence.act(
                number,
                deed,
                () -> {
                  pointing.run();
                  return standby;
                }));
  }

  /** Late it does no harm: who is dead becomes a standby of its shard's primary of now. */
  @Override
  public NodeEffect.Rejoined rejoin(String node, String primary) {
    fence.enter(number, "having " + node + " rejoin " + primary);
    return cluster.rejoin(node, primary);
  }

  @Override
  public Cluster under(long other) {
    return new FencedCluster(cluster, fence, other);
  }
}
