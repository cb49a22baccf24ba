package onlyonce.localcluster;

import java.util.Collection;
import java.util.List;

/**
 * A running cluster: in this process ({@link LocalCluster}) or behind a supervisor's socket ({@link
 * SupervisorClient}); both behave alike.
 *
 * <p>Every operation returns what was observed, and throws {@link
 * onlyonce.localcluster.process.LocalClusterException} when the effect was not seen in time or the
 * node is in no state for it.
 */
public interface Cluster {
  ClusterStatus status();

  /** SIGKILL to the node and all of its processes; returns when they are seen gone. */
  NodeEffect.Killed kill(String node);

  /** SIGSTOP to the node and all of its processes; returns when every thread is seen stopped. */
  NodeEffect.Paused pause(String node);

  NodeEffect.Resumed resume(String node);

  /** Asks the node to end; after some seconds it is killed. */
  NodeEffect.Stopped stop(String node);

  /**
   * Starts nodes again with their data, at their addresses, all at once, and waits until each is
   * ready: three dead brokers can only come back together. A node that still lives is stopped first
   * (killed, if it is paused).
   */
  List<NodeEffect.Started> restart(Collection<String> nodes);

  default NodeEffect.Started restart(String node) {
    return restart(List.of(node)).getFirst();
  }

  /** Starts another process under the cluster's supervision and waits until it is ready. */
  NodeEffect.Started startRole(RoleSpec role);

  /** Creates a database on a shard's server unless it is there. */
  Shard createDatabase(String shard, String database);

  /** Drops a database on a shard's server, ending the sessions in it. */
  void dropDatabase(String shard, String database);

  default String bootstrapServers() {
    return status().bootstrapServers();
  }

  default List<Shard> shards() {
    return status().shards();
  }

  default List<NodeStatus> nodes() {
    return status().nodes();
  }
}
