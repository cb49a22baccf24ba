package onlyonce.localcluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.network.NetworkKind;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.Signal;
import org.jspecify.annotations.Nullable;

/** Any other process, as its spec says. */
record RoleRecipe(RoleSpec spec, ClusterHome home, Network network) implements NodeRecipe {
  private static final int CONNECT_MILLIS = 500;

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public String role() {
    return spec.role();
  }

  @Override
  public @Nullable String address() {
    boolean unspoken = spec.address() == null && network.kind() == NetworkKind.NAMESPACES;
    return unspoken ? network.host(name()) : spec.address();
  }

  @Override
  public Path log() {
    return home.log(spec.name());
  }

  @Override
  public Command prepare() {
    if (spec.readiness() instanceof Readiness.FileExists file) {
      try {
        Files.deleteIfExists(file.path());
      } catch (IOException e) {
        throw new LocalClusterException("cannot delete the old " + file.path(), e);
      }
    }
    Path own = home.node(spec.name());
    Path directory = spec.directory();
    return new Command(
        spec.command(),
        spec.environment(),
        directory == null ? own : directory,
        log(),
        Isolation.NONE);
  }

  @Override
  public boolean isReady(ChildProcess process) {
    return switch (spec.readiness()) {
      case Readiness.Running running -> process.isAlive();
      case Readiness.LogLine line -> process.log().contains(line.text());
      case Readiness.FileExists file -> Files.exists(file.path());
      case Readiness.PortOpen open -> listens(network.host(name()), open.port());
    };
  }

  @Override
  public Duration readyWithin() {
    return spec.readyWithin();
  }

  @Override
  public Signal stopSignal() {
    return Signal.TERM;
  }

  @Override
  public Duration stopWithin() {
    return Duration.ofSeconds(10);
  }

  private static boolean listens(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
