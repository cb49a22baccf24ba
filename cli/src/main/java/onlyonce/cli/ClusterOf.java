package onlyonce.cli;

import java.nio.file.Path;
import onlyonce.localcluster.SupervisorClient;

/** The running cluster of a home, through its supervisor. */
final class ClusterOf {
  private ClusterOf() {}

  static SupervisorClient home(Path home) {
    return SupervisorClient.in(home)
        .orElseThrow(
            () ->
                new UsageException(
                    "no cluster runs in %s; start one with `./onlyonce up`".formatted(home)));
  }
}
