package onlyonce.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import onlyonce.cli.metrics.ServeMetrics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a role serves its metrics, and where. */
final class MetricsOptions {
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = {
        "Serve metrics for Prometheus here, at /metrics; 0 takes any free port and says which.",
        "Default: none are served."
      })
  private @Nullable Integer port;

  @Option(
      names = "--metrics-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to serve them on; 0.0.0.0 is all of them. Default: ${DEFAULT-VALUE}")
  private String address = "127.0.0.1";

  /**
   * Serves metrics, if wished, and says where.
   *
   * @throws UsageException when nothing can be served there
   */
  Optional<ServeMetrics> serve() {
    if (port == null) {
      return Optional.empty();
    }
    if (port < 0 || port > LAST_PORT) {
      throw new UsageException("--metrics-port must be from 0 to 65535 but is " + port);
    }
    try {
      ServeMetrics metrics = ServeMetrics.at(InetAddress.getByName(address), port);
      System.out.println("onlyonce: metrics at " + metrics.url());
      return Optional.of(metrics);
    } catch (UnknownHostException e) {
      throw new UsageException("--metrics-address %s is no address".formatted(address));
    } catch (IOException e) {
      throw new UsageException(
          "no metrics can be served at %s port %d: %s; choose another --metrics-port, or 0 for any"
              .formatted(address, port, e.getMessage()));
    }
  }
}
