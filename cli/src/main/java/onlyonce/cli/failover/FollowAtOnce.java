package onlyonce.cli.failover;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import onlyonce.localcluster.Cluster;

/**
 * Points standbys at a new primary side by side, and goes on as soon as enough of them stream: one
 * that had come further than the promoted one never will, and takes long to say so.
 */
final class FollowAtOnce {
  private final Cluster cluster;
  private final String primary;
  private final Consumer<String> told;

  FollowAtOnce(Cluster cluster, String primary, Consumer<String> told) {
    this.cluster = cluster;
    this.primary = primary;
    this.told = told;
  }

  /**
   * @param needed so many are waited for; the others are pointed there all the same
   * @return how many were seen to stream
   */
  int run(List<String> standbys, int needed) throws InterruptedException {
    BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
    for (String standby : standbys) {
      Thread.ofVirtual().name("follow-" + standby).start(() -> ends.add(follow(standby)));
    }
    int streaming = 0;
    for (int ended = 0; ended < standbys.size() && streaming < needed; ended++) {
      if (ends.take()) {
        streaming++;
      }
    }
    return streaming;
  }

  private boolean follow(String standby) {
    try {
      told.accept(cluster.follow(standby, primary).observed());
      return true;
    } catch (RuntimeException e) { // Whatever it is, somebody waits for an answer.
      told.accept("%s does not follow: %s".formatted(standby, e.getMessage()));
      return false;
    }
  }
}
