package onlyonce.cli;

import java.util.List;
import onlyonce.cli.lab.Platform;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Placement;
import onlyonce.messages.ShardMap;

/** The platform as the demo has it. */
final class LocalPlatform implements Platform {
  @Override
  public ShardMap migrate(LocalCluster cluster, ProgressListener progress) {
    return StandUp.migrate(cluster, progress);
  }

  @Override
  public ShardMap migrate(
      LocalCluster cluster,
      Partitioning partitioning,
      Placement placement,
      ProgressListener progress) {
    return StandUp.migrate(cluster, LedgerLayout.of(partitioning, placement), progress);
  }

  @Override
  public void startProcessors(LocalCluster cluster, ProgressListener progress) {
    LocalRoles roles = LocalRoles.ofAShortRun(cluster.home(), cluster.bootstrapServers());
    StandUp.start(
        cluster, List.of(roles.processor("processor-1"), roles.processor("processor-2")), progress);
  }

  @Override
  public void startRoles(LocalCluster cluster, ProgressListener progress) {
    LocalRoles roles = LocalRoles.ofAShortRun(cluster.home(), cluster.bootstrapServers());
    StandUp.start(cluster, roles.standing(), progress);
  }
}
