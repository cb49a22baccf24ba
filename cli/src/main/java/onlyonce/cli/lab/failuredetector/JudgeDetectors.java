package onlyonce.cli.lab.failuredetector;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import onlyonce.chaos.check.Verdict;
import onlyonce.ledger.detection.DetectorSettings;

/** The verdict over what was measured. */
final class JudgeDetectors {
  static final DetectorSettings HASTY = new DetectorSettings.Timeout(Duration.ofMillis(50));
  static final DetectorSettings SAFE = new DetectorSettings.Timeout(Duration.ofSeconds(1));
  static final DetectorSettings SLOW = new DetectorSettings.Timeout(Duration.ofSeconds(5));

  private JudgeDetectors() {}

  /** A verdict and its reason. */
  record Judgement(Verdict verdict, String conclusion) {}

  static Judgement judge(List<Score> scores) {
    Optional<Score> hasty = of(HASTY, scores);
    Optional<Score> safe = of(SAFE, scores);
    Optional<Score> slow = of(SLOW, scores);
    if (hasty.isEmpty() || safe.isEmpty() || slow.isEmpty()) {
      return new Judgement(Verdict.UNKNOWN, "not all timeouts were measured");
    }
    if (safe.get().kills() == 0 || safe.get().pauses() == 0) {
      return new Judgement(Verdict.UNKNOWN, "nobody was killed, or nobody paused");
    }
    return fault(hasty.get(), safe.get(), slow.get())
        .map(fault -> new Judgement(Verdict.INVALID, fault))
        .orElseGet(
            () -> new Judgement(Verdict.VALID, conclusion(hasty.get(), safe.get(), slow.get())));
  }

  private static Optional<Score> of(DetectorSettings settings, List<Score> scores) {
    return scores.stream().filter(score -> score.settings().equals(settings)).findFirst();
  }

  private static Optional<String> fault(Score hasty, Score safe, Score slow) {
    if (hasty.mistakes() <= safe.mistakes()) {
      return Optional.of(
          "%s was mistaken %d times, no oftener than %s: the hypothesis was not tested"
              .formatted(hasty.settings().label(), hasty.mistakes(), safe.settings().label()));
    }
    if (slow.missed() + slow.late() == 0) {
      return Optional.of(
          slow.settings().label()
              + " missed no kill and was never late: the hypothesis was not tested");
    }
    if (safe.missed() + safe.late() > 0) {
      return Optional.of(
          "%s missed %d of %d kills and was late for %d"
              .formatted(safe.settings().label(), safe.missed(), safe.kills(), safe.late()));
    }
    return safe.outOfTheBlue() == 0
        ? Optional.empty()
        : Optional.of(
            "%s suspected servers that were neither dead nor paused, %d times"
                .formatted(safe.settings().label(), safe.outOfTheBlue()));
  }

  private static String conclusion(Score hasty, Score safe, Score slow) {
    return String.format(
        Locale.ROOT,
        "%s took living servers for dead %d times. %s missed %d of %d kills, and was too late for a"
            + " failover within 5 s at %d. %s detected all of them, after %.2f s at most, and took %d"
            + " of %d pauses for death.",
        capital(hasty),
        hasty.mistakes(),
        capital(slow),
        slow.missed(),
        slow.kills(),
        slow.late(),
        capital(safe),
        safe.longestMillis() / 1_000,
        safe.pausesSuspected(),
        safe.pauses());
  }

  private static String capital(Score score) {
    return "A " + score.settings().label().replaceFirst("timeout (.*)", "timeout of $1");
  }
}
