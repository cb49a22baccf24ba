package onlyonce.cli;

import java.util.List;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.network.NetworkCut;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Real faults to single nodes of the local cluster, by hand. */
@Command(
    name = "chaos",
    description = "Breaks and mends single nodes of the local cluster, and says what was observed.")
final class ChaosCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: kill, pause, resume, restart, partition or heal");
  }

  @Command(name = "kill", description = "SIGKILL to a node and all of its processes.")
  int kill(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).kill(node));
  }

  @Command(name = "pause", description = "SIGSTOP to a node and all of its processes.")
  int pause(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).pause(node));
  }

  @Command(name = "resume", description = "SIGCONT to a paused node.")
  int resume(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).resume(node));
  }

  @Command(name = "restart", description = "Starts a node again, with its data.")
  int restart(@Parameters(paramLabel = "NODE", description = "See `status`.") String node) {
    return told(ClusterOf.home(home.path()).restart(node));
  }

  @Command(
      name = "partition",
      description = {
        "Cuts nodes off from the others: packets between them vanish.",
        "For a cluster that was started with --network namespaces; it lasts until `heal`.",
      })
  int partition(
      @Parameters(paramLabel = "NODE", arity = "1..*", description = "One side; see `status`.")
          List<String> side,
      @Option(
              names = "--from",
              paramLabel = "NODE",
              split = ",",
              description = "The other side. Default: all other nodes")
          @Nullable List<String> from,
      @Option(
              names = "--one-way",
              description = "Only what the one side sends vanishes; what is sent to it arrives.")
          boolean oneWay) {
    Cluster cluster = ClusterOf.home(home.path());
    List<String> others =
        from == null
            ? cluster.nodes().stream()
                .map(NodeStatus::name)
                .filter(name -> !side.contains(name))
                .toList()
            : from;
    NetworkCut cut = oneWay ? NetworkCut.oneWay(side, others) : NetworkCut.between(side, others);
    return told(cluster.cut(cut).observed());
  }

  @Command(name = "heal", description = "Takes cuts back, all of them or those of some nodes.")
  int heal(
      @Parameters(
              paramLabel = "NODE",
              arity = "0..*",
              description = "Whose; all cuts when none is named.")
          @Nullable List<String> nodes) {
    Cluster cluster = ClusterOf.home(home.path());
    List<NetworkCut> cuts =
        cluster.status().cuts().stream()
            .filter(cut -> nodes == null || nodes.stream().anyMatch(cut::names))
            .toList();
    if (cuts.isEmpty()) {
      throw new UsageException("nothing is cut off" + (nodes == null ? "" : " of " + nodes));
    }
    cuts.forEach(cut -> told(cluster.heal(cut).observed()));
    return ExitCode.OK;
  }

  private int told(NodeEffect effect) {
    return told(effect.observed());
  }

  private int told(String observed) {
    new Terminal(spec).print(observed);
    return ExitCode.OK;
  }
}
