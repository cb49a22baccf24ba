package onlyonce.cli.simulate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a simulation came to.
 *
 * @param seed of the first history; the others' follow from it
 * @param wanted how many histories were asked for
 * @param played how many there were until the first that failed
 * @param events what happened in all of them
 */
public record Findings(
    long seed,
    Optional<Mechanism> broken,
    int wanted,
    int played,
    long events,
    Duration took,
    Sightings sightings,
    Optional<Failure> failure) {

  /** Below this number of histories nobody can expect to meet every rare thing. */
  static final int ENOUGH = 500;

  /**
   * A history that failed.
   *
   * @param seed that repeats it alone
   * @param steps in its shortest form, until all is drained
   * @param drawnSteps as it was drawn
   */
  public record Failure(
      long seed, Violation violation, int steps, int drawnSteps, List<String> trace) {
    public Failure {
      trace = List.copyOf(trace);
    }
  }

  /** What the findings amount to. */
  public enum Verdict {
    VALID("valid"),
    INVALID("invalid"),
    UNKNOWN("unknown");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    /** In lower case. */
    public String label() {
      return label;
    }
  }

  /** Invalid with a failure; unknown when the histories prove nothing. */
  public Verdict verdict() {
    if (failure.isPresent()) {
      return Verdict.INVALID;
    }
    return broken.isPresent() || played == 0 || !missing().isEmpty()
        ? Verdict.UNKNOWN
        : Verdict.VALID;
  }

  /** Rare things that so many histories should have met, and did not. */
  public List<Sighting> missing() {
    return played < ENOUGH ? List.of() : sightings.missing();
  }

  /** The command that repeats the failure. */
  public String repeat(Failure failed) {
    return "./onlyonce simulate --seeds 1 --seed %d%s"
        .formatted(
            failed.seed(), broken.map(mechanism -> " --break " + mechanism.label()).orElse(""));
  }
}
