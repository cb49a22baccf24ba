package onlyonce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the local cluster's shards are replicated. */
final class ReplicationOptions {
  @Option(
      names = "--standbys",
      paramLabel = "N",
      description = "Streaming standbys of each shard, so V = N + 1 replicas. Default: 0")
  private @Nullable Integer standbys;

  @Option(
      names = "--replication",
      paramLabel = "async|sync",
      description = "Whether commits wait for standbys to apply them. Default: async")
  private Replication.@Nullable Mode mode;

  @Option(
      names = "--write-quorum",
      paramLabel = "Vw",
      description =
          "So many replicas have a commit before it is acknowledged. Default: a majority under"
              + " sync, 1 under async")
  private @Nullable Integer writeQuorum;

  @Option(
      names = "--read-quorum",
      paramLabel = "Vr",
      description = "So many replicas a quorum read asks. Default: V - Vw + 1")
  private @Nullable Integer readQuorum;

  @Option(
      names = "--unsafe",
      description = "Take quorums that miss each other; all that rests on them says `unsafe`.")
  private boolean unsafe;

  /** A command's options, as another command of ours takes them. */
  static List<String> args(Replication replication) {
    if (replication.equals(Replication.none())) {
      return List.of();
    }
    List<String> args = new ArrayList<>();
    args.add("--standbys=" + replication.standbys());
    args.add("--replication=" + replication.mode().label());
    args.add("--write-quorum=" + replication.writeQuorum());
    args.add("--read-quorum=" + replication.readQuorum());
    if (isUnsafe(replication)) {
      args.add("--unsafe");
    }
    return args;
  }

  /** Commits wait, and reads may miss them all the same. */
  static boolean isUnsafe(Replication replication) {
    return replication.mode() == Replication.Mode.SYNC && !replication.quorums().intersect();
  }

  /**
   * What was asked for; nothing when no option was given.
   *
   * @throws UsageException when the options contradict each other
   */
  Optional<Replication> chosen() {
    boolean silent = standbys == null && mode == null && writeQuorum == null && readQuorum == null;
    return silent ? Optional.empty() : Optional.of(resolved());
  }

  private Replication resolved() {
    int followers = standbys == null ? 0 : standbys;
    if (followers < 0 || followers > 8) {
      throw new UsageException("--standbys is from 0 to 8, not " + followers);
    }
    Replication.Mode how = mode == null ? Replication.Mode.ASYNC : mode;
    if (how == Replication.Mode.SYNC && followers == 0) {
      throw new UsageException("--replication sync needs standbys to wait for: add --standbys 2");
    }
    Replication wanted;
    try {
      int replicas = followers + 1;
      int write =
          writeQuorum != null
              ? writeQuorum
              : how == Replication.Mode.SYNC ? Quorums.majority(replicas).write() : 1;
      int read = readQuorum != null ? readQuorum : Math.max(1, replicas - write + 1);
      wanted = new Replication(followers, how, write, read);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (isUnsafe(wanted) && !unsafe) {
      throw new UsageException(
          String.join("; ", wanted.quorums().violations()) + "; --unsafe takes them all the same");
    }
    return wanted;
  }
}
