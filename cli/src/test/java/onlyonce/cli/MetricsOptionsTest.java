package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import onlyonce.cli.metrics.ServeMetrics;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MetricsOptionsTest {

  @Test
  void serve_withoutAPort_servesNothing() {
    assertThat(options(Map.of()).serve()).isEmpty();
  }

  @Test
  void serve_portFromTheEnvironment_servesOnThisMachineAlone() {
    try (ServeMetrics metrics =
        options(Map.of("ONLYONCE_METRICS_PORT", "0")).serve().orElseThrow()) {
      assertThat(metrics.url()).matches("http://127\\.0\\.0\\.1:[1-9]\\d*/metrics");
    }
  }

  @Test
  void serve_addressOfAll_servesThere() {
    try (ServeMetrics metrics =
        options(Map.of(), "--metrics-port=0", "--metrics-address=0.0.0.0").serve().orElseThrow()) {
      assertThat(metrics.url()).startsWith("http://0.0.0.0:");
    }
  }

  @Test
  void serve_whereOthersDo_isAUsageErrorThatTellsTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "--metrics-port=" + taken.getLocalPort();
      assertThatThrownBy(() -> options(Map.of(), port).serve())
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("choose another --metrics-port");
    }
    assertThatThrownBy(() -> options(Map.of(), "--metrics-port=65536").serve())
        .isInstanceOf(UsageException.class);
  }

  private static MetricsOptions options(Map<String, String> environment, String... args) {
    MetricsOptions options = new MetricsOptions();
    CommandLine commandLine = new CommandLine(options);
    commandLine.setDefaultValueProvider(Configuration.of(environment, Path.of("none.properties")));
    commandLine.parseArgs(args);
    return options;
  }
}
