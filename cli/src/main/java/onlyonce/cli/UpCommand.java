package onlyonce.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.DetachedSupervisor;
import onlyonce.localcluster.MeasureLag;
import onlyonce.localcluster.Replication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a local cluster that stays. */
@Command(
    name = "up",
    description = {
      "Starts a local cluster that stays: three brokers, two databases, two processors, two"
          + " orchestrators.",
      "A supervisor process is the parent of them all; `down` ends it, and whatever way it dies,"
          + " they die with it.",
    })
final class UpCommand implements Callable<Integer> {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Mixin private ReplicationOptions replication = new ReplicationOptions();

  @Mixin private NetworkOption network = new NetworkOption();

  @Option(names = "--nodes-only", description = "Only brokers and databases, nothing of ours.")
  private boolean nodesOnly;

  @Override
  public Integer call() {
    var _ = layout.layout(); // Nothing is started for options that contradict each other.
    network.check();
    Terminal terminal = new Terminal(spec);
    List<String> command = new ArrayList<>(SupervisorCommand.javaCommand());
    command.add("--home=" + home.path());
    command.addAll(layout.args());
    command.addAll(network.args());
    if (nodesOnly) {
      command.add("--nodes-only");
    }
    // A home stays as it is unless somebody says otherwise: one of its standbys may be a primary
    // now.
    command.addAll(
        ReplicationOptions.args(
            replication.chosen().orElseGet(() -> Replication.keptIn(home.path()))));
    var client = DetachedSupervisor.start(command, home.path(), START_LIMIT, terminal::progress);
    ClusterStatus status = client.status();
    terminal.print(StatusTable.of(status, MeasureLag.of(status.shards())));
    terminal.print(
        "\nNext: ./onlyonce send examples/transfers.csv, ./onlyonce reconcile, ./onlyonce down");
    return ExitCode.OK;
  }
}
