package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class ConnectionsTest {
  @Test
  void asListed_isTheKernelsOrderOfBytes() {
    assertThat(Connections.asListed("198.18.7.2:9092")).isEqualTo("020712C6:2384");
  }

  @Test
  void established_countsTheConnectionsToThatAddressOnly() throws IOException {
    long self = ProcessHandle.current().pid();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThat(Connections.established(self, address)).isEmpty();
      try (Socket _ = new Socket(server.getInetAddress(), server.getLocalPort());
          Socket _ = new Socket(server.getInetAddress(), server.getLocalPort())) {
        assertThat(Connections.established(self, address)).hasSize(2);
      }
      assertThat(Connections.established(self, address)).isEmpty();
    }
  }
}
