package onlyonce.cli;

import java.util.Arrays;
import java.util.List;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.network.NetworkKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the nodes of a local cluster reach each other. */
final class NetworkOption {
  @Option(
      names = "--network",
      paramLabel = "loopback|namespaces",
      converter = ByLabel.class,
      description =
          "namespaces: each node in a network namespace with an address of its own, so that it can be"
              + " cut off; as root on Linux, with iproute2. Default: loopback")
  private NetworkKind kind = NetworkKind.LOOPBACK;

  /** Reads a network by its name. */
  static final class ByLabel implements ITypeConverter<NetworkKind> {
    @Override
    public NetworkKind convert(String text) {
      return Arrays.stream(NetworkKind.values())
          .filter(kind -> kind.label().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + text + "\" names no network; write loopback or namespaces"));
    }
  }

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
