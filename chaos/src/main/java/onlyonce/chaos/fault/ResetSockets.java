package onlyonce.chaos.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * Resets every established TCP connection to the leader of most partitions, as a failing network
 * would: both sides get an error in the middle of whatever they sent. Linux does it for root.
 * Observed: these connections are gone, and others took their place.
 */
public final class ResetSockets implements Fault {
  private static final int EXIT_WITHIN_SECONDS = 10;
  private static final int PEER_COLUMN = 4;

  private final Surroundings surroundings;

  public ResetSockets(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Why sockets cannot be reset here; empty when they can. */
  public static Optional<String> hindrance() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("resetting sockets takes root");
    }
    try {
      var _ = ss("-V");
      return Optional.empty();
    } catch (LocalClusterException e) {
      return Optional.of("resetting sockets takes the tool ss: " + e.getMessage());
    }
  }

  @Override
  public String kind() {
    return "reset-sockets";
  }

  @Override
  public String lane() {
    return NodeStatus.BROKER;
  }

  @Override
  public String aim() {
    return BrokerRole.LEADER.label();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    String broker = Duties.ofBusiest(surroundings, BrokerRole.LEADER).broker();
    String address = String.valueOf(surroundings.cluster().status().node(broker).address());
    String port = address.substring(address.lastIndexOf(':') + 1);
    Set<String> before = peers(port);
    var _ = ss("-K", "-t", "-n", "-H", "state", "established", "sport", "=", ":" + port);
    if (before.isEmpty()) {
      throw new FaultMissedException(broker + " has no connection");
    }
    return new Reset(broker, port, before);
  }

  /** The addresses that have a connection to a port. */
  private static Set<String> peers(String port) {
    Set<String> peers = new TreeSet<>();
    for (String line : ss("-t", "-n", "-H", "sport", "=", ":" + port)) {
      String[] columns = line.trim().split("\\s+", -1);
      if (columns.length > PEER_COLUMN && columns[0].equals("ESTAB")) {
        peers.add(columns[PEER_COLUMN]);
      }
    }
    return peers;
  }

  private static List<String> ss(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ss"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream output = process.getInputStream()) {
        List<String> lines =
            new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        if (!process.waitFor(EXIT_WITHIN_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new LocalClusterException("ss did not end");
        }
        return lines;
      }
    } catch (IOException e) {
      throw new LocalClusterException("ss could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while ss ran", e);
    }
  }

  private static final class Reset implements Wound {
    private final String broker;
    private final String port;
    private final Set<String> before;

    private Reset(String broker, String port, Set<String> before) {
      this.broker = broker;
      this.port = port;
      this.before = before;
    }

    @Override
    public String target() {
      return broker;
    }

    @Override
    public String struck() {
      return "%d connections reset".formatted(before.size());
    }

    @Override
    public Optional<String> observe() {
      Set<String> now = peers(port);
      boolean anyLeft = now.stream().anyMatch(before::contains);
      return anyLeft || now.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "none of them is left, and %d others took their place".formatted(now.size()));
    }

    @Override
    public String heal() {
      return "clients mended that by themselves";
    }

    @Override
    public Optional<String> observeHealed() {
      return observe().map(_ -> "");
    }
  }
}
