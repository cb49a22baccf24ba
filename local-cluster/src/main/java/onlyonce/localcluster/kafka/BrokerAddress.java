package onlyonce.localcluster.kafka;

import onlyonce.localcluster.network.Loopback;
import org.jspecify.annotations.Nullable;

/**
 * Where one broker is.
 *
 * @param host its IPv4 address
 */
public record BrokerAddress(int id, @Nullable String host, int clientPort, int controllerPort) {

  public BrokerAddress {
    // Homes from before there were other networks say nothing of it.
    host = host == null ? Loopback.HOST : host;
    if (id < 1 || clientPort < 1 || controllerPort < 1) {
      throw new IllegalArgumentException(
          "ids and ports start at 1: " + id + ", " + clientPort + ", " + controllerPort);
    }
  }

  /** On this machine's loopback. */
  public BrokerAddress(int id, int clientPort, int controllerPort) {
    this(id, Loopback.HOST, clientPort, controllerPort);
  }

  public String client() {
    return host + ":" + clientPort;
  }

  String controller() {
    return host + ":" + controllerPort;
  }
}
