package onlyonce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** A checker that never failed proves nothing: runs that must fail. */
@Command(
    name = "controls",
    description = {
      "Runs demos that lack a mechanism, under load and faults that it exists for, and wants each"
          + " report invalid, with the damage that this mechanism prevents.",
      "Ends with 0 when every one is red, and with 1 when one is not. Takes a minute or two for each.",
    })
final class ControlsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Some of them. Default: all")
  private List<String> only = List.of();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The first run's seed. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "How many runs of each, under one seed after the other. Default: ${DEFAULT-VALUE}")
  private int seeds = 1;

  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException {
    List<NegativeControl> chosen = chosen();
    Terminal terminal = new Terminal(spec);
    Path folder = out.directory(home, "controls");
    int green = 0;
    for (NegativeControl control : chosen) {
      terminal.print("%s: %s".formatted(control.name(), control.without()));
      for (long each = seed; each < seed + seeds; each++) {
        Path directory = folder.resolve(control.name() + "-" + each);
        Optional<String> red = run(control, each, directory);
        green += red.isPresent() ? 0 : 1;
        terminal.print(
            "  seed %d  %s".formatted(each, red.map(sign -> "red: " + sign).orElse("NOT RED")));
        if (red.isEmpty()) {
          terminal.print("          ./onlyonce " + String.join(" ", arguments(control, each)));
          terminal.print("          see " + directory);
        }
      }
    }
    terminal.print(
        green == 0 ? "every control is red" : "%d of the controls are not red".formatted(green));
    return green == 0 ? ExitCode.OK : ExitCode.INVALID;
  }

  private List<NegativeControl> chosen() {
    List<String> names = NegativeControl.ALL.stream().map(NegativeControl::name).toList();
    only.stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UsageException(
                  "no control is named \"%s\"; there are: %s"
                      .formatted(name, String.join(", ", names)));
            });
    if (seeds < 1) {
      throw new UsageException("--seeds must be at least 1 but is " + seeds);
    }
    return NegativeControl.ALL.stream()
        .filter(control -> only.isEmpty() || only.contains(control.name()))
        .toList();
  }

  /** By what its report is red; empty when it is not. */
  private static Optional<String> run(NegativeControl control, long eachSeed, Path directory)
      throws IOException {
    int exit = RunDemo.run(arguments(control, eachSeed), directory);
    Path report = directory.resolve("report.json");
    return exit == ExitCode.INVALID && Files.exists(report)
        ? control.red(JsonMapper.shared().readTree(Files.readString(report)))
        : Optional.empty();
  }

  private static List<String> arguments(NegativeControl control, long eachSeed) {
    List<String> arguments = new ArrayList<>(List.of("demo"));
    arguments.addAll(control.demo());
    arguments.add("--seed=" + eachSeed);
    return arguments;
  }
}
