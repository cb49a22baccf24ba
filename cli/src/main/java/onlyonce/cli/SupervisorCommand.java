package onlyonce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Supervisor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process behind {@code up}. */
@Command(name = "supervisor", hidden = true, description = "The process behind `up`.")
final class SupervisorCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Mixin private ReplicationOptions replication = new ReplicationOptions();

  @Mixin private NetworkOption network = new NetworkOption();

  @Option(names = "--nodes-only", description = "Only brokers and databases.")
  private boolean nodesOnly;

  /** How another process starts this command. */
  static List<String> javaCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "supervisor");
  }

  @Override
  public Integer call() {
    ProgressListener log = System.out::println;
    Supervisor.serveDetached(
        ClusterSpec.at(home.path())
            .withReplication(replication.chosen().orElseGet(Replication::none))
            .withNetwork(network.kind())
            .withShardsKept(),
        cluster -> startPlatform(cluster, log),
        log);
    return ExitCode.OK;
  }

  private void startPlatform(Cluster cluster, ProgressListener progress) {
    if (!nodesOnly) {
      var _ = StandUp.migrate(cluster, layout.layout(), progress);
      LocalRoles roles = LocalRoles.of(home.path(), cluster.bootstrapServers());
      StandUp.start(cluster, roles.standing(cluster.status().replication()), progress);
    }
  }
}
