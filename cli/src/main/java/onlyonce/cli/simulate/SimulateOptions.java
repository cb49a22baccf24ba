package onlyonce.cli.simulate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much {@code simulate} plays, and of what. */
public final class SimulateOptions {
  private static final int MOST_SEEDS = 10_000_000;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many histories. Default: ${DEFAULT-VALUE}")
  private int seeds = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Of the first history; the others' follow from it. The same seed repeats all of them."
              + " Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--break",
      paramLabel = "MECHANISM",
      description =
          "Take one mechanism away and see whether it is noticed: tombstone, step-matching, dedup,"
              + " deadline, expired-as-refused, forget-early or owner-token.")
  private @Nullable String broken;

  /** What is wrong with them, if anything. */
  public Optional<String> complaint() {
    if (seeds < 1 || seeds > MOST_SEEDS) {
      return Optional.of("--seeds must be from 1 to %d but is %d".formatted(MOST_SEEDS, seeds));
    }
    if (broken != null && Mechanism.ofLabel(broken).isEmpty()) {
      return Optional.of(
          "--break %s is unknown; there are: %s"
              .formatted(broken, String.join(", ", Mechanism.labels())));
    }
    return Optional.empty();
  }

  /** How many histories. */
  public int seeds() {
    return seeds;
  }

  /** The first history's. */
  public long seed() {
    return seed;
  }

  /** What is taken away, if anything. */
  public Optional<Mechanism> broken() {
    return Optional.ofNullable(broken).flatMap(Mechanism::ofLabel);
  }
}
