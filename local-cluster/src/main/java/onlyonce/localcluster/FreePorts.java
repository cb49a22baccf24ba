package onlyonce.localcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * Ports on 127.0.0.1 that nobody else listens on, held until their node starts.
 *
 * <p>They are taken from below the range in which the system picks the ports of outgoing
 * connections. From inside it, a connection of anybody's could sit on a killed node's port when the
 * node comes back; and a client that keeps calling a dead port there at last reaches itself.
 */
final class FreePorts implements AutoCloseable {
  private static final int LOWEST = 20_000;
  private static final int TRIES = 200;
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private final Map<Integer, ServerSocket> held = new ConcurrentHashMap<>();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final int end = end();

  /** The preferred port if it is free (0 for none preferred), else another one. */
  int take(int preferred) {
    if (preferred > 0 && hold(preferred)) {
      return preferred;
    }
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, end);
      if (hold(port)) {
        return port;
      }
    }
    throw new LocalClusterException(
        "no free port found on 127.0.0.1 between " + LOWEST + " and " + end);
  }

  /** Lets a port go, for the node that is about to bind it. */
  void release(int port) {
    ServerSocket socket = held.remove(port);
    if (socket != null) {
      closeQuietly(socket);
    }
  }

  @Override
  public void close() {
    held.keySet().forEach(this::release);
  }

  private boolean hold(int port) {
    if (held.containsKey(port)) {
      return false;
    }
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      } catch (IOException e) {
        closeQuietly(socket);
        return false;
      }
      held.put(port, socket);
      return true;
    } catch (IOException e) {
      throw new LocalClusterException("cannot open a socket", e);
    }
  }

  private static int end() {
    try {
      int low = Integer.parseInt(Files.readString(EPHEMERAL).strip().split("\\s+", 2)[0]);
      return low > LOWEST + 1_000 ? low : 32_000;
    } catch (IOException | NumberFormatException e) {
      return 32_000;
    }
  }

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it holds nothing that could be lost
    }
  }
}
