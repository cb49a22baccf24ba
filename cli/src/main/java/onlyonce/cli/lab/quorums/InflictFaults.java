package onlyonce.cli.lab.quorums;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.Shard;

/**
 * What happens to the replicas while they are read and written:
 *
 * <pre>
 *   nothing but load
 *   replay of one standby paused
 *     meanwhile the other one killed, dead for a while, started again
 *   nothing but load
 *   replay of both standbys paused
 *     meanwhile the primary killed, in a commit that waits for them, and started again
 *   nothing but load
 * </pre>
 *
 * <p>The kill comes while the other standby lags, since only then a replica that comes back without
 * what it had confirmed can be found out.
 */
final class InflictFaults {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Cluster cluster;
  private final WatchReplicas watch;
  private final Course course;
  private final Shard primary;
  private final Shard lagging;
  private final Shard dying;
  private final List<Inflicted> inflicted = new ArrayList<>();

  /** How far the readers are; the faults go by it. */
  interface Course {
    /** Returns when so much of all reads is done, or it has taken long enough. */
    void until(double share) throws InterruptedException;

    /** Lets readers and writers go on for a moment, with too few replicas for some of them. */
    void linger() throws InterruptedException;

    /** Payments that were acknowledged so far. */
    long acknowledged();

    /** Whether commits wait for standbys. */
    boolean commitsWait();
  }

  InflictFaults(Cluster cluster, WatchReplicas watch, Course course) {
    this.cluster = cluster;
    this.watch = watch;
    this.course = course;
    this.primary = cluster.shards().getFirst();
    List<Shard> standbys =
        cluster.servers().stream()
            .filter(server -> server.shard().equals(primary.shard()))
            .filter(server -> server.role().equals(Shard.STANDBY))
            .toList();
    this.lagging = standbys.getFirst();
    this.dying = standbys.getLast();
  }

  /**
   * All of it, one after the other; at the end everything is healed.
   *
   * @throws IllegalStateException when something does not heal
   */
  List<Inflicted> run() throws SQLException, InterruptedException {
    loadAlone();
    long paused = pauseReplay(lagging);
    course.until(0.4);
    killAndRestart(dying, course::linger);
    course.until(0.6);
    resumeReplay(lagging, paused);
    course.until(0.8);
    killPrimary();
    return List.copyOf(inflicted);
  }

  /** Goes on until one of them was seen to lag: how much is the load's affair. */
  private void loadAlone() throws InterruptedException {
    long from = System.nanoTime();
    course.until(0.2);
    List<Shard> standbys = List.of(lagging, dying);
    boolean lagged =
        isReached(() -> standbys.stream().anyMatch(one -> watch.mostBehind(one.name(), from) > 0));
    for (Shard standby : standbys) {
      inflicted.add(
          new Inflicted(
              "lag from load",
              standby.name(),
              Inflicted.Kind.LAGGING,
              from,
              System.nanoTime(),
              "up to %,d commands behind".formatted(watch.mostBehind(standby.name(), from)),
              lagged));
    }
  }

  private long pauseReplay(Shard standby) throws SQLException, InterruptedException {
    long from = System.nanoTime();
    execute(standby, "SELECT pg_wal_replay_pause()");
    await(
        "pause its replay",
        standby,
        () -> answers(standby, "SELECT pg_get_wal_replay_pause_state() = 'paused'"));
    return from;
  }

  private void resumeReplay(Shard standby, long since) throws SQLException, InterruptedException {
    long behind = watch.mostBehind(standby.name(), since);
    long wanted = watch.furthest();
    long resumed = System.nanoTime();
    execute(standby, "SELECT pg_wal_replay_resume()");
    await(
        "catch up to %d commands".formatted(wanted),
        standby,
        () -> watch.hasShown(standby.name(), wanted, resumed));
    inflicted.add(
        new Inflicted(
            "replay paused",
            standby.name(),
            Inflicted.Kind.REPLAY_PAUSED,
            since,
            resumed,
            "its replay said paused; up to %,d commands behind; caught up %d ms after it was resumed"
                .formatted(behind, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - resumed)),
            behind > 0));
  }

  /** What is done while a server is dead. */
  private interface Meanwhile {
    void run() throws InterruptedException;
  }

  private void killAndRestart(Shard server, Meanwhile meanwhile) throws InterruptedException {
    String waiting = server.equals(primary) ? waitingCommits() : "";
    long from = System.nanoTime();
    NodeEffect.Killed killed = cluster.kill(server.name());
    meanwhile.run();
    NodeEffect.Started started = cluster.restart(server.name());
    long to = System.nanoTime();
    await("show something again", server, () -> watch.hasShown(server.name(), 0, to));
    long wanted = watch.furthest();
    // How far it went back is told by what it showed until it had it all.
    boolean whole = isReached(() -> watch.hasShown(server.name(), wanted, to));
    inflicted.add(
        new Inflicted(
            "killed",
            server.name(),
            Inflicted.Kind.DEAD,
            from,
            to,
            "%s%s; %s; came back %,d commands behind what it had shown before%s"
                .formatted(
                    killed.observed(),
                    waiting,
                    started.observed(),
                    watch.mostBack(server.name(), from),
                    whole ? "" : " and had not caught up when the next thing was done"),
            killed.exit().equals("signal 9")));
  }

  /** Under synchronous commits one must wait by then: else there is nothing unconfirmed to show. */
  private void killPrimary() throws SQLException, InterruptedException {
    long pausedLagging = pauseReplay(lagging);
    long pausedDying = pauseReplay(dying);
    if (course.commitsWait()) {
      await("have a commit that waits for its standbys", primary, () -> waiting() > 0);
    }
    killAndRestart(primary, () -> {});
    course.linger();
    resumeReplay(lagging, pausedLagging);
    resumeReplay(dying, pausedDying);
    long before = course.acknowledged();
    await("acknowledge payments again", primary, () -> course.acknowledged() > before);
  }

  private String waitingCommits() {
    return course.commitsWait()
        ? ", with %d commit(s) waiting for standbys".formatted(waiting())
        : "";
  }

  private long waiting() {
    return number(primary, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  }

  private void await(String what, Shard server, BooleanSupplier reached)
      throws InterruptedException {
    if (!isReached(reached)) {
      throw new IllegalStateException(
          "%s did not %s within %d s; its log tells why"
              .formatted(server.name(), what, SOON.toSeconds()));
    }
  }

  private static boolean isReached(BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    return true;
  }

  private static boolean answers(Shard server, String question) {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static long number(Shard server, String question) {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(server.name() + " does not answer: " + question, e);
    }
  }

  private static void execute(Shard server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private static Connection connect(Shard server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), "");
  }
}
