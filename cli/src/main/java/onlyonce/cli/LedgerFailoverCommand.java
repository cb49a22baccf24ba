package onlyonce.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import onlyonce.chaos.fault.StrikeWatch;
import onlyonce.cli.failover.FailOver;
import onlyonce.cli.failover.FailedOver;
import onlyonce.cli.failover.Isolation;
import onlyonce.cli.failover.ReturnAbandoned;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.SupervisorClient;
import onlyonce.messages.MapTerm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replaces a shard's primary by one of its standbys. */
@Command(
    name = "failover",
    description = {
      "Makes a standby its shard's primary: the old one is killed and seen gone, the standby that has"
          + " come furthest is promoted, the others follow it, and the shard map names it.",
      "Can be run again after a crash in the middle, and takes up what was done. Afterwards the old"
          + " primary becomes a standby; what it committed alone is counted first.",
    })
final class LedgerFailoverCommand implements Callable<Integer> {
  private static final String SOURCE = "onlyonce/ledger-failover";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "SHARD", description = "Such as shard-1.")
  private String shard = "";

  @Option(
      names = "--isolation",
      paramLabel = "kill|cut-off",
      defaultValue = "kill",
      converter = IsolationConverter.class,
      description =
          "What is done to the old primary: kill it, or, where that cannot be, cut its standbys off"
              + " from it. Default: kill")
  private Isolation isolation = Isolation.KILL;

  @Option(names = "--no-rejoin", description = "Leave the old primary as it is.")
  private boolean noRejoin;

  @Override
  public Integer call() throws SQLException, InterruptedException {
    Terminal terminal = new Terminal(spec);
    SupervisorClient cluster = ClusterOf.home(home.path());
    Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
    FailedOver done;
    try (MapTerm term = MapTerm.claim(kafka, Clock.systemUTC(), SOURCE)) {
      done = new FailOver(cluster, term, shard, isolation, terminal::progress).run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    terminal.print(done.toString());
    if (isWatched(cluster)) {
      terminal.print("the watch makes a standby of " + done.from());
    } else if (!noRejoin && isolation == Isolation.KILL && isAbandoned(cluster, done.from())) {
      terminal.print(
          new ReturnAbandoned(cluster.under(done.term()), done.from(), terminal::progress)
              .run()
              .toString());
    }
    return ExitCode.OK;
  }

  /** Of two servers the old one is a standby already. */
  private static boolean isAbandoned(SupervisorClient cluster, String server) {
    return cluster.servers().stream()
        .anyMatch(found -> found.name().equals(server) && found.role().equals(Shard.ABANDONED));
  }

  private static boolean isWatched(SupervisorClient cluster) {
    return cluster.nodes().stream()
        .anyMatch(node -> node.role().equals(StrikeWatch.WATCH_ROLE) && node.alive());
  }
}
