package onlyonce.cli;

import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.MeasureLag;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.ReplicaLag;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.network.NetworkCut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what runs. */
@Command(name = "status", description = "Shows the local cluster's nodes and shards.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ClusterStatus status = ClusterOf.home(home.path()).status();
    List<ReplicaLag> lag = MeasureLag.of(status.shards());
    new Terminal(spec).print(json ? json(status, lag) : StatusTable.of(status, lag));
    return ExitCode.OK;
  }

  /** The cluster's own account, and how far each standby is behind. */
  private record Measured(
      String bootstrapServers,
      List<NodeStatus> nodes,
      List<Shard> shards,
      Replication replication,
      List<NetworkCut> cuts,
      List<ReplicaLag> lag) {}

  private static String json(ClusterStatus status, List<ReplicaLag> lag) {
    return PrettyJson.of(
        new Measured(
            status.bootstrapServers(),
            status.nodes(),
            status.shards(),
            status.replication(),
            status.cuts(),
            lag));
  }
}
