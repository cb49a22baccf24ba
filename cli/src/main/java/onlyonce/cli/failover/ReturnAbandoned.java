package onlyonce.cli.failover;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;
import onlyonce.processor.CompareFork;
import onlyonce.processor.CompareFork.Compared;

/**
 * Makes a former primary a standby of its successor. What it committed alone is counted first, and
 * compared with what the successor came to from the same log; then its data are replaced.
 */
public final class ReturnAbandoned {
  private static final Duration CATCH_UP = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int ANSWER_SECONDS = 60;

  private final Cluster cluster;
  private final String server;
  private final Consumer<String> told;

  /**
   * @param told of each step, in words
   */
  public ReturnAbandoned(Cluster cluster, String server, Consumer<String> told) {
    this.cluster = cluster;
    this.server = server;
    this.told = told;
  }

  /**
   * Runs, for as long as copying takes.
   *
   * @throws IllegalStateException when the server is no abandoned primary, or is paused
   * @throws onlyonce.localcluster.process.LocalClusterException when it does not start or stream
   */
  public CommittedAlone run() throws SQLException, InterruptedException {
    Shard abandoned = abandoned();
    Shard primary = primary(abandoned.shard());
    NodeStatus status = cluster.status().node(server);
    if (status.state() == NodeState.PAUSED) {
      throw new IllegalStateException(
          server + " is paused: what it committed alone cannot be counted; resume or kill it");
    }
    // Commits that wait for standbys are seen by nobody else until it was started again.
    told.accept(cluster.restart(server).observed());
    CommittedAlone alone = new CommittedAlone(server, compare(abandoned, primary));
    told.accept(alone.toString());
    note(primary, alone);
    told.accept(cluster.stop(server).observed());
    told.accept(cluster.rejoin(server, primary.name()).observed());
    return alone;
  }

  private Shard abandoned() {
    Shard found =
        cluster.servers().stream()
            .filter(candidate -> candidate.name().equals(server))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no server is named \"" + server + '"'));
    if (!found.role().equals(Shard.ABANDONED)) {
      throw new IllegalStateException(
          "%s is no former primary but a %s".formatted(server, found.role()));
    }
    return found;
  }

  private Shard primary(String shard) {
    return cluster.shards().stream()
        .filter(candidate -> candidate.shard().equals(shard))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(shard + " has no primary"));
  }

  /** Until the successor has read as far as the abandoned one had, or the time is over. */
  private static Compared compare(Shard abandoned, Shard primary)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    while (true) {
      try (Connection old = connect(abandoned);
          Connection now = connect(primary)) {
        Compared compared = CompareFork.run(old, now);
        if (compared.pending() == 0 || System.nanoTime() > deadline) {
          return compared;
        }
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    }
  }

  private static Connection connect(Shard server) throws SQLException {
    Connection connection = OpenServer.session(server, ANSWER_SECONDS);
    connection.setAutoCommit(false);
    return connection;
  }

  private static void note(Shard primary, CommittedAlone alone) throws SQLException {
    try (Connection connection = connect(primary)) {
      CompareFork.note(connection, alone.server(), alone.commands());
      connection.commit();
    }
  }
}
