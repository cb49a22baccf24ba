package onlyonce.chaos.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import onlyonce.localcluster.process.LocalClusterException;

/** The TCP connections of a node with a network namespace of its own, as its kernel lists them. */
final class Connections {
  private static final String ESTABLISHED = "01";

  private Connections() {}

  /**
   * The node's own ends of its established connections to an address.
   *
   * @param pid of a process in the node's namespace
   * @param address host and port
   */
  static Set<String> established(long pid, String address) {
    String remote = asListed(address);
    return lines(pid).stream()
        .map(line -> List.of(line.strip().split("\\s+", 5)))
        .filter(
            fields ->
                fields.size() > 4
                    && fields.get(3).equals(ESTABLISHED)
                    && fields.get(2).endsWith(remote))
        .map(fields -> fields.get(1))
        .collect(Collectors.toSet());
  }

  /** As the kernel writes it; an IPv6 socket's address only has more in front. */
  static String asListed(String address) {
    int colon = address.lastIndexOf(':');
    byte[] host = InetAddress.ofLiteral(address.substring(0, colon)).getAddress();
    return "%02X%02X%02X%02X:%04X"
        .formatted(
            host[3], host[2], host[1], host[0], Integer.parseInt(address.substring(colon + 1)));
  }

  private static List<String> lines(long pid) {
    List<String> lines = new ArrayList<>();
    for (String kind : List.of("tcp", "tcp6")) {
      try {
        lines.addAll(Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", kind)));
      } catch (NoSuchFileException e) {
        throw new LocalClusterException("nobody lists the connections of process " + pid, e);
      } catch (IOException e) {
        throw new LocalClusterException("cannot read the connections of process " + pid, e);
      }
    }
    return lines;
  }
}
