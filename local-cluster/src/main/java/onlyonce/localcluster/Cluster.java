package onlyonce.localcluster;

import java.util.Collection;
import java.util.List;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.process.LocalClusterException;

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

  /** Creates a database on a shard's primary unless it is there. */
  Shard createDatabase(String shard, String database);

  /**
   * Starts another shard: a server, its standbys as the cluster's replication says, and the
   * database that every shard has. One that is there already is left as it is.
   *
   * @param shard the next one's name, such as {@code shard-3} when there are two
   * @return its primary
   */
  Shard addShard(String shard);

  /** Drops a database on a shard's primary, ending the sessions in it. */
  void dropDatabase(String shard, String database);

  /**
   * Ends a standby's recovery: it becomes a primary, on a new timeline. Returns when it takes
   * writes; one that does not is killed. The primary before it is left as it is: whoever promotes
   * must have seen it gone, or cut it off.
   */
  NodeEffect.Promoted promote(String standby);

  /**
   * Has a running standby receive nothing from its primary any more; returns when that is seen.
   * What it has it keeps. {@link #promote} or {@link #follow} it then.
   */
  NodeEffect.Detached detach(String standby);

  /**
   * Points a running standby at the shard's primary, as it must be after a promotion, and waits
   * until it streams from there. One that had come further than the promoted one can't follow and
   * must {@link #rejoin}.
   */
  NodeEffect.Followed follow(String standby, String primary);

  /**
   * Makes a server that does not run a standby of the shard's primary, whatever it was and whatever
   * it holds: its data are replaced by a fresh copy. Returns when it streams.
   */
  NodeEffect.Rejoined rejoin(String node, String primary);

  /** Whether each node has a network namespace of its own, so that it can be cut off. */
  default boolean hasNamespaces() {
    return false;
  }

  /**
   * Has packets vanish between nodes; returns when their kernels say so. Only where each node has a
   * network namespace of its own.
   */
  default NetworkEffect.Severed cut(NetworkCut cut) {
    throw new LocalClusterException("nobody may cut this cluster's network: " + cut.inWords());
  }

  /** Takes a cut back. What others cut stays cut. */
  default NetworkEffect.Healed heal(NetworkCut cut) {
    throw new LocalClusterException("nobody may heal this cluster's network: " + cut.inWords());
  }

  /**
   * The same cluster for one who acts under a number: once anybody has acted under a higher one, or
   * only asked for the status, it tells nothing and refuses to kill, pause, stop, start, promote or
   * re-point anything.
   */
  Cluster under(long number);

  default String bootstrapServers() {
    return status().bootstrapServers();
  }

  /** Each shard's primary. */
  default List<Shard> shards() {
    return status().primaries();
  }

  /** Every database server, standbys included. */
  default List<Shard> servers() {
    return status().shards();
  }

  default List<NodeStatus> nodes() {
    return status().nodes();
  }
}
