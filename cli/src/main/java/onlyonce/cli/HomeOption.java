package onlyonce.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a local cluster, its journals and its runs live. */
final class HomeOption {
  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = ".onlyonce",
      description = "The cluster's folder: nodes, journals, runs. Default: ./.onlyonce")
  private Path home = Path.of(".onlyonce");

  Path path() {
    return home.toAbsolutePath().normalize();
  }

  Path journals() {
    return path().resolve("journal");
  }

  Path runs() {
    return path().resolve("runs");
  }
}
