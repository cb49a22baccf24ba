package onlyonce.chaos.reconcile;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.history.History;
import onlyonce.chaos.recording.RecordHistory;
import onlyonce.chaos.recording.RecordedRun;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.Semantics;

/**
 * Reads the clients' journals, the Kafka log and the databases, puts every intent into exactly one
 * class and lets every check give its verdict.
 *
 * <p>First it waits until nothing grows any more, then it reads. When intents are found open, it
 * waits on and reads again, as long as {@code drain} allows and something still moves.
 */
public final class Reconciliation {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LONG_QUIET = Duration.ofSeconds(5);
  private static final Duration SAMPLING = Duration.ofMillis(250);

  private final ReconciliationSettings settings;
  private final Clock clock;
  private final ProgressListener progress;

  public Reconciliation(ReconciliationSettings settings, Clock clock, ProgressListener progress) {
    this.settings = settings;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Drains and reads until there is something final to say.
   *
   * @throws ReconciliationException when a source cannot be read
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public Report run(RunContext context) throws InterruptedException {
    return run(context, Optional.empty());
  }

  /**
   * The same, and writes down what was examined, so that {@link ExamineRecording} comes to the same
   * report.
   *
   * @param file where the history goes
   * @throws ReconciliationException when a source cannot be read
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public Report run(RunContext context, Path file) throws InterruptedException {
    return run(context, Optional.of(file));
  }

  private Report run(RunContext context, Optional<Path> file) throws InterruptedException {
    long deadline = System.nanoTime() + settings.drain().toNanos();
    try (Gauge gauge = Gauge.open(settings, context.semantics())) {
      while (true) {
        Growth before = awaitQuiet(gauge, quiet(context.semantics()), deadline);
        Optional<RecordHistory> recording =
            file.map(path -> RecordHistory.to(path, settings.map().partitioning()));
        try {
          Examination examination = examine(context, recording);
          Optional<Rest> rest = rest(examination, gauge, before, deadline);
          if (rest.isPresent()) {
            RecordedRun run =
                new RecordedRun(
                    context, settings.map().partitioning(), rest.get(), clock.instant());
            recording.ifPresent(whole -> whole.finish(run));
            return examination.report(run.rest(), run.at());
          }
        } finally {
          recording.ifPresent(RecordHistory::close);
        }
      }
    }
  }

  private Examination examine(RunContext context, Optional<RecordHistory> recording) {
    try (LiveHistory live = LiveHistory.open(settings, context.semantics())) {
      History history = recording.map(file -> file.over(live)).orElse(live);
      Examination examination =
          new Examination(history, settings.map().partitioning(), context, progress);
      examination.read();
      recording.ifPresent(RecordHistory::complete);
      return examination;
    }
  }

  /** Whether anything moved meanwhile; empty when it is worth reading again. */
  private Optional<Rest> rest(Examination examination, Gauge gauge, Growth before, long deadline)
      throws InterruptedException {
    if (!examination.isUnsettled()) {
      return Optional.of(gauge.measure().since(before));
    }
    // Without a pause a slow system looks like one at rest.
    pause(QUIET);
    Rest rest = gauge.measure().since(before);
    return awaitChange(gauge, before, deadline) ? Optional.empty() : Optional.of(rest);
  }

  /**
   * The database's offset moves with the effect, so a short silence is enough to look. At most once
   * the group's offset moves ahead of it, and what is found missing is lost: the silence must
   * outlast a slow transaction and the end of an abandoned one.
   */
  private static Duration quiet(Semantics semantics) {
    return switch (semantics) {
      case EXACTLY_ONCE -> QUIET;
      case AT_LEAST_ONCE, AT_MOST_ONCE -> LONG_QUIET;
    };
  }

  /** Waits until nothing has grown for a while, at most until the deadline. */
  private Growth awaitQuiet(Gauge gauge, Duration quiet, long deadline)
      throws InterruptedException {
    Growth last = gauge.measure();
    long quietSince = System.nanoTime();
    while (System.nanoTime() < deadline && System.nanoTime() - quietSince < quiet.toNanos()) {
      pause(SAMPLING);
      Growth now = gauge.measure();
      if (!now.equals(last)) {
        last = now;
        quietSince = System.nanoTime();
      }
      waiting("waiting for intents to end", deadline);
    }
    return last;
  }

  /** Waits until something has moved; false when the deadline comes first. */
  private boolean awaitChange(Gauge gauge, Growth before, long deadline)
      throws InterruptedException {
    while (System.nanoTime() < deadline) {
      if (!gauge.measure().equals(before)) {
        return true;
      }
      pause(SAMPLING);
      waiting("waiting for open intents", deadline);
    }
    return false;
  }

  private void waiting(String step, long deadline) {
    long left = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime()));
    progress.progress(step, settings.drain().toSeconds() - left, settings.drain().toSeconds());
  }

  private static void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
