package onlyonce.localcluster.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import onlyonce.localcluster.process.Launcher;
import org.jspecify.annotations.Nullable;

/** What lies between the nodes of one cluster. */
public sealed interface Network extends AutoCloseable permits Loopback, Namespaces {

  /**
   * Makes a cluster's network.
   *
   * @param log where what holds it writes
   * @param before the {@link #peers} that the home had the last time; they are kept if that is
   *     possible
   */
  static Network open(NetworkKind kind, Launcher launcher, Path log, @Nullable String before) {
    return switch (kind) {
      case LOOPBACK -> new Loopback();
      case NAMESPACES -> Namespaces.open(launcher, log, before);
    };
  }

  /** What keeps such a network from being made here, and what to do about it; empty for nothing. */
  static Optional<String> obstacle(NetworkKind kind) {
    return switch (kind) {
      case LOOPBACK -> Optional.empty();
      case NAMESPACES -> Namespaces.obstacle();
    };
  }

  NetworkKind kind();

  /** A node's IPv4 address, the same as long as the network is there. */
  String host(String node);

  /** The addresses of all who may talk to a node, as CIDR. */
  String peers();

  /** The namespace in which a node's process is to run; null for ours. */
  @Nullable Path namespace(String node);

  /** Packets vanish from now on; returns when the kernel says that they do. */
  void cut(NetworkCut cut);

  /** Takes one cut back. What another one cuts too stays cut. */
  void heal(NetworkCut cut);

  /** What is cut now. */
  List<NetworkCut> cuts();

  /** Nothing of it is left afterwards. */
  @Override
  void close();
}
