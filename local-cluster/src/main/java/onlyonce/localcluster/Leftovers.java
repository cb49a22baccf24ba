package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import onlyonce.localcluster.ClusterFile.Identified;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.ProcessTable;
import onlyonce.localcluster.process.Signal;

/**
 * What a dead owner left in a home. On Linux that is a stale {@code cluster.json} and nothing else;
 * where children can't be bound to their parent, processes too. Call it with the home's lock held.
 */
final class Leftovers {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Leftovers() {}

  static void clean(ClusterHome home, ProgressListener progress) {
    ClusterFile stale = ClusterFile.in(home.path()).orElse(null);
    if (stale != null) {
      progress.progress(
          "the cluster of process " + stale.owner().pid() + " ended without a stop; cleaning up");
      List<Identified> left = stale.processes().stream().filter(Identified::lives).toList();
      for (Identified process : left) {
        ProcessHandle.of(process.pid())
            .ifPresent(handle -> Signal.KILL.send(ProcessTable.tree(handle)));
        progress.progress("killed its process " + process.pid());
      }
      if (!Deadline.after(LIMIT).await(() -> left.stream().noneMatch(Identified::lives))) {
        throw new LocalClusterException(
            "processes of an earlier cluster in " + home.path() + " don't end: " + left);
      }
    }
    delete(home);
  }

  static void delete(ClusterHome home) {
    try {
      Files.deleteIfExists(home.clusterFile());
      Files.deleteIfExists(home.socket());
    } catch (IOException e) {
      throw new LocalClusterException("cannot delete " + home.clusterFile(), e);
    }
  }
}
