package onlyonce.cli.lab.twophasecommit;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.Readiness;
import onlyonce.localcluster.RoleSpec;
import org.jspecify.annotations.Nullable;

/** A coordinator of two-phase commit, killed with both shards prepared. */
final class TwoPhaseIncident implements Incident {
  private static final String COORDINATOR = "coordinator";
  private static final Duration IN_THE_MIDDLE = Duration.ofSeconds(30);
  private static final Duration READY = Duration.ofSeconds(30);
  private static final List<String> JVM =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

  private final LocalCluster cluster;
  private final Scene scene;
  private final Death death;
  private final Path log;
  private @Nullable PlainBank opened;

  /** When the coordinator dies, and what its successor must make of it. */
  enum Death {
    BEFORE_DECISION("2PC, killed before its decision", HoldingProxy.Point.PREPARED, 0),
    AFTER_DECISION("2PC, killed after its decision", HoldingProxy.Point.COMMIT_PREPARED, 2);

    private final String variant;
    private final HoldingProxy.Point point;
    private final int postingsOfADeal;

    Death(String variant, HoldingProxy.Point point, int postingsOfADeal) {
      this.variant = variant;
      this.point = point;
      this.postingsOfADeal = postingsOfADeal;
    }
  }

  TwoPhaseIncident(LocalCluster cluster, Scene scene, Death death) {
    this.cluster = cluster;
    this.scene = scene;
    this.death = death;
    this.log = cluster.home().resolve("decisions-" + database(death));
  }

  private static String database(Death death) {
    return "lab_2pc_" + death.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String variant() {
    return death.variant;
  }

  @Override
  public Bank bank() {
    return plainBank();
  }

  private PlainBank plainBank() {
    if (opened == null) {
      throw new IllegalStateException("the bank opens when the incident begins");
    }
    return opened;
  }

  @Override
  public String strike() throws Exception {
    PlainBank bank = PlainBank.open(cluster, database(death), scene);
    opened = bank;
    Scene.Deal any = scene.deals().getFirst();
    String source = bank.jdbcUrl(any.from().shard());
    String target = bank.jdbcUrl(any.to().shard());
    int deals = scene.deals().size();
    // The source prepares first and is told first. So when the target's word is held, both have
    // prepared; and when what the source is told is held, the target has not been told either.
    boolean holdsTarget = death.point == HoldingProxy.Point.PREPARED;
    try (HoldingProxy proxy = HoldingProxy.before(holdsTarget ? target : source, death.point)) {
      start(
          holdsTarget ? source : proxy.jdbcUrl(),
          holdsTarget ? proxy.jdbcUrl() : target,
          scene.deals().stream().map(Coordinator.Order::of).toList());
      if (!proxy.awaitHeld(deals, IN_THE_MIDDLE)) {
        throw new IllegalStateException(
            "the coordinator did not come to its middle; see "
                + cluster.status().node(COORDINATOR).log());
      }
      int prepared = bank.prepared();
      String exit = cluster.kill(COORDINATOR).exit();
      if (prepared != 2 * deals) {
        throw new IllegalStateException(
            "%d transactions were prepared instead of %d".formatted(prepared, 2 * deals));
      }
      return "coordinator, by %s, with %d transactions prepared".formatted(exit, prepared);
    }
  }

  private void start(String sourceUrl, String targetUrl, List<Coordinator.Order> orders) {
    var _ =
        cluster.startRole(
            RoleSpec.java(
                    COORDINATOR,
                    COORDINATOR,
                    System.getProperty("java.class.path"),
                    JVM,
                    CoordinatorProcess.class.getName(),
                    CoordinatorProcess.arguments(log, sourceUrl, targetUrl, orders))
                .readyWhen(new Readiness.LogLine(CoordinatorProcess.RECOVERED), READY));
  }

  @Override
  public String recover() throws SQLException {
    PlainBank bank = plainBank();
    Scene.Deal any = scene.deals().getFirst();
    start(bank.jdbcUrl(any.from().shard()), bank.jdbcUrl(any.to().shard()), List.of());
    int postings = bank.postings(scene.deals());
    int deals = scene.deals().size();
    if (postings == 2 * deals) {
      return "a new coordinator committed %d of %d, as the log says".formatted(deals, deals);
    }
    return postings == 0
        ? "a new coordinator rolled %d of %d back: no decision in the log".formatted(deals, deals)
        : "%d postings of %d transfers".formatted(postings, deals);
  }

  @Override
  public List<String> flaws() throws SQLException {
    var _ = cluster.stop(COORDINATOR);
    return plainBank().flaws(scene, death.postingsOfADeal * scene.deals().size());
  }
}
