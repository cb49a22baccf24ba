package onlyonce.cli.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code bench} measures, and how much of it. */
public final class BenchOptions {
  private static final int COMMANDS_A_SCHEDULED_SECOND = 15_000;
  private static final int LONGEST_SCHEDULED_SECONDS = 20;
  private static final int FEWEST_COMMANDS = 3_000;

  /** Everything that {@code --only} knows, in the order in which it is measured. */
  static final List<String> NAMES =
      List.of(
          "read-ceiling",
          "copy-ceiling",
          "per-record",
          "per-poll",
          "engine",
          "engine-resent-5",
          "engine-resent-100",
          "engine-hot-account",
          "sensitivity",
          "latency",
          "sagas");

  @Option(
      names = "--accounts",
      defaultValue = "10000",
      description = "How many accounts take part. Default: 10000")
  private int accounts = 10_000;

  @Option(
      names = "--partitions",
      defaultValue = "6",
      description = "How many ledger partitions. Default: 6")
  private int partitions = 6;

  @Option(
      names = "--commands",
      paramLabel = "N",
      description =
          "How many commands each measured run takes. Default: 300000; with --endurance,"
              + " of all: 10000000")
  private @Nullable Integer commands;

  @Option(
      names = "--runs",
      defaultValue = "3",
      description = "How often each is measured, at least 3. Default: 3")
  private int runs = 3;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "Measure only these: read-ceiling, copy-ceiling, per-record, per-poll, engine, …, sagas")
  private List<String> only = List.of();

  @Option(
      names = "--endurance",
      description = "One engine, ten million commands: does it stay as fast, and its heap flat?")
  private boolean endurance;

  @Option(names = "--seed", defaultValue = "1", description = "What chance begins with. Default: 1")
  private long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
  private @Nullable Path json;

  /** What is wrong with them, if anything. */
  public Optional<String> complaint() {
    TreeSet<String> unknown = new TreeSet<>(only);
    NAMES.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      return Optional.of(
          "--only %s is unknown; there are: %s"
              .formatted(String.join(", ", unknown), String.join(", ", NAMES)));
    }
    if (runs < 3) {
      return Optional.of("--runs must be at least 3 but is " + runs);
    }
    if (partitions < 1 || accounts < 10 * partitions) {
      return Optional.of(
          "--accounts must be at least 10 for each of --partitions, but %d are for %d"
              .formatted(accounts, partitions));
    }
    if (only.contains("sagas") && partitions < 2) {
      return Optional.of("sagas need at least two --partitions");
    }
    if (commands() < FEWEST_COMMANDS) {
      return Optional.of(
          "--commands must be at least %d but is %d".formatted(FEWEST_COMMANDS, commands()));
    }
    return Optional.empty();
  }

  /** Where the figures go besides, if anywhere. */
  public Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  boolean wants(String name) {
    return only.isEmpty() || only.contains(name.toLowerCase(Locale.ROOT));
  }

  /** One ledger partition has no transfers to another. */
  boolean wantsSagas() {
    return wants("sagas") && partitions > 1;
  }

  boolean endurance() {
    return endurance;
  }

  int accounts() {
    return accounts;
  }

  int partitions() {
    return partitions;
  }

  int commands() {
    return commands != null ? commands : endurance ? 10_000_000 : 300_000;
  }

  /** How long a load on a schedule is measured. */
  Duration scheduled() {
    return Duration.ofSeconds(
        Math.clamp(commands() / COMMANDS_A_SCHEDULED_SECOND, 1, LONGEST_SCHEDULED_SECONDS));
  }

  int runs() {
    return runs;
  }

  long seed() {
    return seed;
  }
}
