package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onlyonce.localcluster.process.LocalClusterException;

/**
 * Opens a cluster of this process to others, by the socket in its home, where {@link
 * SupervisorClient} finds it: to everything but its end.
 */
public final class ClusterSocket implements AutoCloseable {
  private final Path socket;
  private final Conversations conversations;

  private ClusterSocket(Path socket, Conversations conversations) {
    this.socket = socket;
    this.conversations = conversations;
  }

  public static ClusterSocket open(LocalCluster cluster, ProgressListener progress) {
    Path socket = new ClusterHome(cluster.home()).socket();
    return new ClusterSocket(
        socket,
        Conversations.at(socket, (request, _) -> answer(cluster, request), _ -> {}, progress));
  }

  private static Wire.Reply answer(Cluster cluster, Wire.Request request) {
    try {
      return AnswerRequest.by(cluster, request);
    } catch (RuntimeException e) {
      return AnswerRequest.failed(e);
    }
  }

  @Override
  public void close() {
    conversations.close();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new LocalClusterException("cannot delete " + socket, e);
    }
  }
}
