package onlyonce.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import onlyonce.cli.failover.Isolation;
import onlyonce.cli.failover.KeepWatch;
import onlyonce.cli.failover.WatchOrders;
import onlyonce.ledger.detection.DetectorSettings;
import onlyonce.ledger.detection.WatchSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One role: the supervisor of failovers. */
@Command(
    name = "watch",
    description = {
      "Watches the databases of the local cluster in the home, and replaces a primary that is dead by"
          + " one of its standbys.",
      "Of several that run, one is elected; another one follows when it dies.",
    })
final class WatchCommand implements Callable<Integer> {
  /** The consumer group that elects one. */
  static final String GROUP = "onlyonce-watch";

  /** φ's model for an interval of 100 ms between heartbeats. */
  private static final Duration EXPECTED = Duration.ofMillis(100);

  private static final int WINDOW = 200;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--name",
      defaultValue = "watch",
      description = "This instance's name in logs and in the group. Default: watch")
  private String name = "watch";

  @Option(
      names = "--suspect-after",
      defaultValue = "1s",
      converter = DurationConverter.class,
      description = "A server is suspected once it is silent for so long. Default: 1s")
  private Duration suspectAfter = Duration.ofSeconds(1);

  @Option(
      names = "--phi",
      paramLabel = "THRESHOLD",
      description =
          "Suspect by the phi-accrual detector at this threshold instead, such as 8: by what the"
              + " server's own heartbeats make likely.")
  private @Nullable Double phi;

  @Option(
      names = "--confirm-after",
      defaultValue = "1s",
      converter = DurationConverter.class,
      description =
          "A suspected server whose process lives is taken for dead after so long; one whose process"
              + " is gone at once. Default: 1s")
  private Duration confirmAfter = Duration.ofSeconds(1);

  @Option(
      names = "--isolation",
      paramLabel = "kill|cut-off",
      defaultValue = "kill",
      converter = IsolationConverter.class,
      description = "What is done to an old primary, as `ledger failover` says. Default: kill")
  private Isolation isolation = Isolation.KILL;

  @Override
  public Integer call() {
    Map<String, Object> clientProperties = kafka.clientProperties();
    var _ = PlatformCheck.shardMap(clientProperties);
    WatchOrders orders = new WatchOrders(WatchSettings.with(detector()), confirmAfter, isolation);
    try (KeepWatch watch =
        new KeepWatch(
            ClusterOf.home(kafka.home().path()),
            clientProperties,
            GROUP,
            name,
            orders,
            Clock.systemUTC())) {
      Role.ready();
      Role.run(watch::run, watch::close);
    }
    return ExitCode.OK;
  }

  private DetectorSettings detector() {
    return phi == null
        ? new DetectorSettings.Timeout(suspectAfter)
        : new DetectorSettings.Phi(phi, WINDOW, EXPECTED, EXPECTED.dividedBy(2));
  }
}
