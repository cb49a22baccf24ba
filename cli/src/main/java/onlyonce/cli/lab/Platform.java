package onlyonce.cli.lab;

import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Placement;
import onlyonce.messages.ShardMap;

/** Makes a working platform of a cluster's nodes. */
public interface Platform {

  /** Topics, shard map and schemas. */
  ShardMap migrate(LocalCluster cluster, ProgressListener progress);

  /** The same with accounts and ledger partitions laid out otherwise than by default. */
  ShardMap migrate(
      LocalCluster cluster,
      Partitioning partitioning,
      Placement placement,
      ProgressListener progress);

  /** Two processors; returns when both are ready. */
  void startProcessors(LocalCluster cluster, ProgressListener progress);

  /** Two processors and two orchestrators; returns when all are ready. */
  void startRoles(LocalCluster cluster, ProgressListener progress);
}
