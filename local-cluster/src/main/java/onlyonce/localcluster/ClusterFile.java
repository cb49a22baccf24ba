package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.ProcessTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.json}: what runs in a home, for whoever wants to talk to it. It is there while the
 * cluster is; after a death it lies there stale, which {@link #ownerLives} tells.
 *
 * @param shards every database server, standbys included
 * @param owner the process that everything here is a child of
 * @param replication of each shard; null in a file that an older version left
 * @param socket where its supervisor listens; null for a cluster inside a demo or a test
 * @param processes the nodes' processes, so that leftovers can be told from reused pids
 */
public record ClusterFile(
    String bootstrapServers,
    List<NodeStatus> nodes,
    List<Shard> shards,
    @Nullable Replication replication,
    Identified owner,
    @Nullable String socket,
    List<Identified> processes) {

  /**
   * @param startedAtMillis when the process was started: with the pid it names one process ever
   */
  public record Identified(long pid, long startedAtMillis) {
    /**
     * Two looks at one process may differ: Linux counts from a boot time that is itself rounded.
     */
    private static final long TOLERANCE_MILLIS = 2_500;

    static Identified of(long pid) {
      return new Identified(pid, ProcessTable.startedAtMillis(pid));
    }

    /** The very process lives, not another one that got its number. */
    public boolean lives() {
      return !ProcessTable.gone(pid)
          && Math.abs(ProcessTable.startedAtMillis(pid) - startedAtMillis) < TOLERANCE_MILLIS;
    }
  }

  public ClusterFile {
    nodes = List.copyOf(nodes);
    shards = List.copyOf(shards);
    processes = List.copyOf(processes);
  }

  /** What {@code cluster.json} in the home says; empty when there is none. */
  public static Optional<ClusterFile> in(Path home) {
    Path file = new ClusterHome(home.toAbsolutePath().normalize()).clusterFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(file, ClusterFile.class));
    } catch (IOException e) {
      throw new LocalClusterException(
          "cannot read " + file + ": if no cluster runs there, delete it", e);
    }
  }

  public boolean ownerLives() {
    return owner.lives();
  }

  /** Each shard's primary. */
  public List<Shard> primaries() {
    return ClusterStatus.primaries(shards);
  }

  static ClusterFile of(ClusterStatus status, @Nullable Path socket) {
    return new ClusterFile(
        status.bootstrapServers(),
        status.nodes(),
        status.shards(),
        status.replication(),
        Identified.of(ProcessHandle.current().pid()),
        socket == null ? null : socket.toString(),
        status.nodes().stream()
            .map(NodeStatus::pid)
            .filter(java.util.Objects::nonNull)
            .map(Identified::of)
            .toList());
  }

  void write(ClusterHome home) {
    try {
      Json.write(home.clusterFile(), this);
    } catch (IOException e) {
      throw new LocalClusterException("cannot write " + home.clusterFile(), e);
    }
  }
}
