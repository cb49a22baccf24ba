package onlyonce.localcluster.network;

import java.nio.file.Path;
import java.util.List;
import onlyonce.localcluster.process.LocalClusterException;
import org.jspecify.annotations.Nullable;

/** Everybody on 127.0.0.1: nothing to make, and nothing that could be cut. */
public record Loopback() implements Network {
  public static final String HOST = "127.0.0.1";

  @Override
  public NetworkKind kind() {
    return NetworkKind.LOOPBACK;
  }

  @Override
  public String host(String node) {
    return HOST;
  }

  @Override
  public String peers() {
    return HOST + "/32";
  }

  @Override
  public @Nullable Path namespace(String node) {
    return null;
  }

  @Override
  public void cut(NetworkCut cut) {
    throw uncut();
  }

  @Override
  public void heal(NetworkCut cut) {
    throw uncut();
  }

  @Override
  public List<NetworkCut> cuts() {
    return List.of();
  }

  @Override
  public void close() {}

  private static LocalClusterException uncut() {
    return new LocalClusterException(
        "all nodes of this cluster are on 127.0.0.1, where nobody can be cut off: start it with"
            + " --network namespaces, as root on Linux");
  }
}
