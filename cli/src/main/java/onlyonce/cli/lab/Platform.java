package onlyonce.cli.lab;

import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.messages.ShardMap;

/** Makes a working platform of a cluster's nodes. */
public interface Platform {

  /** Topics, shard map and schemas. */
  ShardMap migrate(LocalCluster cluster, ProgressListener progress);

  /** Two processors and two orchestrators; returns when all are ready. */
  void startRoles(LocalCluster cluster, ProgressListener progress);
}
