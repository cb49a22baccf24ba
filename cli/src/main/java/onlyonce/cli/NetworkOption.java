package onlyonce.cli;

import java.util.List;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.network.NetworkKind;
import picocli.CommandLine.Option;

/** How the nodes of a local cluster reach each other. */
final class NetworkOption {
  @Option(
      names = "--network",
      paramLabel = "loopback|namespaces",
      defaultValue = "loopback",
      description =
          "namespaces: each node in a network namespace with an address of its own, so that it can be"
              + " cut off; as root on Linux, with iproute2. Default: ${DEFAULT-VALUE}")
  private NetworkKind kind = NetworkKind.LOOPBACK;

  NetworkKind kind() {
    return kind;
  }

  /**
   * @throws UsageException when this machine has no such network
   */
  void check() {
    Network.obstacle(kind)
        .ifPresent(
            obstacle -> {
              throw new UsageException("no --network " + kind.label() + " here: " + obstacle);
            });
  }

  /** As another command of ours takes it. */
  List<String> args() {
    return kind == NetworkKind.LOOPBACK ? List.of() : List.of("--network=" + kind.label());
  }
}
