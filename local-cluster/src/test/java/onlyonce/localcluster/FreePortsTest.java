package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class FreePortsTest {

  @Test
  void take_holdsThePortUntilItIsReleased() throws Exception {
    try (FreePorts ports = new FreePorts()) {
      int port = ports.take(0);
      assertThat(port).isBetween(20_000, 32_767);
      assertThatThrownBy(() -> bind(port)).isInstanceOf(BindException.class);
      ports.release(port);
      bind(port).close();
    }
  }

  @Test
  void take_preferredButTaken_givesAnother() throws Exception {
    try (FreePorts ports = new FreePorts();
        ServerSocket other = bind(0)) {
      assertThat(ports.take(other.getLocalPort())).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void take_preferredAndFree_givesIt() {
    try (FreePorts ports = new FreePorts()) {
      int port = ports.take(0);
      ports.release(port);
      assertThat(ports.take(port)).isEqualTo(port);
    }
  }

  private static ServerSocket bind(int port) throws Exception {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
