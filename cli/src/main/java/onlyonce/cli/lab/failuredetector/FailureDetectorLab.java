package onlyonce.cli.lab.failuredetector;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import onlyonce.cli.lab.Experiment;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.Site;
import onlyonce.ledger.detection.DetectorSettings;
import onlyonce.ledger.detection.WatchSettings;
import onlyonce.localcluster.LocalCluster;

/**
 * Databases under load, killed and paused at known times, and many detectors on the same recorded
 * heartbeats: how fast, how complete, how accurate.
 */
public final class FailureDetectorLab implements Experiment {
  private static final About ABOUT =
      new About(
          "failure-detector",
          "Failure detectors",
          "how long to wait before a silent server is called dead: who is fast, who is wrong?",
          "No timeout is both fast and right. One of 50 ms takes living servers for dead; one of 5 s"
              + " misses servers that die and come back, and detects the others too late for a"
              + " failover within 5 s. One of 1 s, with a heartbeat every 20 ms, detects every kill in"
              + " time and suspects nobody who is not dead or paused.");

  private static final int SERVERS = 3;
  private static final long SEED = 11;
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The watch that records has a detector too, and is not to tell what it suspects. */
  private static final DetectorSettings UNUSED = new DetectorSettings.Timeout(Duration.ofHours(1));

  private static final RecordTrace.Plan PLAN =
      new RecordTrace.Plan(
          millis(2_500, 2_500, 6_000, 6_000), millis(60, 150, 350, 800, 1_500, 3_000));

  private static final List<Long> TIMEOUTS_MILLIS =
      List.of(50L, 100L, 200L, 500L, 1_000L, 2_000L, 5_000L);
  private static final List<Double> PHI_THRESHOLDS = List.of(1.0, 2.0, 4.0, 8.0, 30.0, 100.0);
  private static final List<DetectorSettings> DRAWN =
      List.of(
          JudgeDetectors.HASTY,
          timeout(200),
          JudgeDetectors.SAFE,
          JudgeDetectors.SLOW,
          phi(1),
          phi(8),
          phi(100));
  private static final double DRAWN_SECONDS = 24;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Findings run(Site site) throws InterruptedException {
    try (LocalCluster cluster =
        site.startCluster(spec -> spec.withBrokers(0).withShards(SERVERS))) {
      WatchSettings settings = new WatchSettings(INTERVAL, PATIENCE, UNUSED);
      RecordTrace.Recorded recorded =
          new RecordTrace(cluster, settings, site).run(new Random(SEED), PLAN);
      return findings(recorded);
    } catch (SQLException e) {
      throw new IllegalStateException("the experiment could not be run", e);
    }
  }

  static Findings findings(RecordTrace.Recorded recorded) {
    Trace trace = recorded.trace();
    List<Score> scores = detectors().map(detector -> Score.of(detector, trace)).toList();
    JudgeDetectors.Judgement judgement = JudgeDetectors.judge(scores);
    String server = trace.heartbeats().firstKey();
    return new Findings(
        judgement.verdict(),
        judgement.conclusion(),
        TellDetectors.table(scores),
        List.of(
            new Findings.Figure(
                "Fast or right",
                "Each detector on the same heartbeats. Left is fast, below is right; nobody is both,"
                    + " and left of the line a failover within 5 s is still possible.",
                DrawTradeOff.svg(scores)),
            new Findings.Figure(
                "What became of " + server,
                "Its fate in the first lane, and what detectors made of it. A pause is no failure: who"
                    + " suspects it is wrong.",
                DrawSuspicions.svg(trace, server, DRAWN, DRAWN_SECONDS))),
        notes(recorded));
  }

  private static Stream<DetectorSettings> detectors() {
    return Stream.concat(
        TIMEOUTS_MILLIS.stream().map(FailureDetectorLab::timeout),
        PHI_THRESHOLDS.stream().map(FailureDetectorLab::phi));
  }

  private static DetectorSettings timeout(long millis) {
    return new DetectorSettings.Timeout(Duration.ofMillis(millis));
  }

  private static DetectorSettings phi(double threshold) {
    return new DetectorSettings.Phi(threshold, 200, INTERVAL, Duration.ofMillis(10));
  }

  private static List<Duration> millis(long... lengths) {
    return LongStream.of(lengths).mapToObj(Duration::ofMillis).toList();
  }

  private static List<String> notes(RecordTrace.Recorded recorded) {
    Trace trace = recorded.trace();
    double seconds = (trace.toNanos() - trace.fromNanos()) / 1e9;
    long heartbeats = trace.heartbeats().values().stream().mapToLong(List::size).sum();
    return List.of(
        String.format(
            Locale.ROOT,
            "%d databases on one machine, for %.0f s, each asked every %d ms over a connection of its"
                + " own: %,d heartbeats, while %,d transactions were committed there.",
            trace.heartbeats().size(),
            seconds,
            INTERVAL.toMillis(),
            heartbeats,
            recorded.load()),
        "A kill is a failure. It is detected by the first suspicion between SIGKILL and the moment at"
            + " which the restarted server was ready; a suspicion that stood already counts 0 ms. It is"
            + " missed when the server was back, after 2.5 s or 6 s, before it was suspected.",
        String.format(
            Locale.ROOT,
            "Too late is more than %.0f s: of five seconds a failover needs the last one itself.",
            Score.IN_TIME_MILLIS / 1_000),
        "A pause (SIGSTOP of every process, SIGCONT after 60 ms to 3 s) is no failure: a detector that"
            + " suspects the server is mistaken, however long the pause. It cannot know.",
        "Other mistakes are suspicions of servers that were neither dead nor paused. Mistaken for is the"
            + " time during which living servers were suspected, over all servers.",
        "Phi-accrual (Hayashibara et al. 2004) remembers 200 intervals and counts their deviation as at"
            + " least 10 ms. It adapts to how regularly heartbeats come, not to pauses that it has never"
            + " seen.");
  }
}
