package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.chaos.plan.Plans;
import onlyonce.cli.soak.Soak;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Demos in a row, with random faults, until one is not valid. */
@Command(
    name = "soak",
    description = {
      "Runs demos in a row, each with the next seed, random faults and a cluster of its own: a line"
          + " for each.",
      "Stops at the first that is not valid: its folder stays, and the command that repeats it is"
          + " told.",
    })
final class SoakCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "8h",
      converter = DurationConverter.class,
      description = "No run begins after that. Default: ${DEFAULT-VALUE}")
  private Duration lasting = Duration.ofHours(8);

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "So many runs at most. Default: as many as the time allows")
  private long runs = Long.MAX_VALUE;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The first run's; each has the next one. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--duration",
      defaultValue = "45s",
      description = "Each run's load phase. Default: ${DEFAULT-VALUE}")
  private String duration = "45s";

  @Option(
      names = "--rate",
      defaultValue = "400",
      description = "Transfers a second. Default: ${DEFAULT-VALUE}")
  private double rate = 400;

  @Option(
      names = "--plan",
      defaultValue = Plans.RANDOM,
      description = "As in `demo`. Default: ${DEFAULT-VALUE}")
  private String plan = Plans.RANDOM;

  @Option(
      names = "--standbys-every",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Every Nth run's shards have two standbys under sync replication, so that these can be"
              + " killed, too; 0: none. Default: ${DEFAULT-VALUE}")
  private int standbysEvery = 4;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where soak.jsonl goes, to which a line is added for each run, and what is kept. Default:"
              + " a new folder in the home's runs")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    if (runs < 1 || standbysEvery < 0) {
      throw new UsageException("--runs must be at least 1, and --standbys-every at least 0");
    }
    Terminal terminal = new Terminal(spec);
    Path directory =
        (out != null ? out : RunFolder.in(home.runs(), "soak", Instant.now()))
            .toAbsolutePath()
            .normalize();
    List<String> arguments = List.of("--plan=" + plan, "--duration=" + duration, "--rate=" + rate);
    return new Soak(directory, RunDemo::run, terminal::print)
        .run(new Soak.Wish(seed, runs, lasting, standbysEvery, arguments));
  }
}
