package onlyonce.cli;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run writes. */
final class OutOption {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where report, history, logs and journals go. Default: a new folder in the home's runs")
  private @Nullable Path out;

  /** What was named, or a new folder of the home's runs. */
  Path directory(HomeOption home, String kind) {
    return (out != null ? out : RunFolder.in(home.runs(), kind, Instant.now()))
        .toAbsolutePath()
        .normalize();
  }
}
