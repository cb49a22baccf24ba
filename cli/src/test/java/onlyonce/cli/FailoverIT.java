package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onlyonce.cli.failover.FailOver;
import onlyonce.cli.failover.FailedOver;
import onlyonce.cli.failover.Isolation;
import onlyonce.cli.failover.ReturnAbandoned;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.MeasureLag;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.messages.DeposedException;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMapTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One shard of three servers, whose commits wait for one standby: a story of its failovers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FailoverIT {
  private static final Duration FLOWS_AGAIN = Duration.ofSeconds(5);
  private static final String SHARD = "shard-1";

  private Path home;
  private RunningPlatform platform;
  private int files;

  @BeforeAll
  void start() throws IOException {
    home = RunningPlatform.newFolder("failover");
    platform =
        RunningPlatform.start(
            ClusterSpec.at(home)
                .withShards(1)
                .withReplication(Replication.sync(new Quorums(3, 2, 2))),
            Map.of());
    sendAndReconcile("open,o1,alice,,,1000,EUR", "open,o2,bob,,,0,EUR");
  }

  @AfterAll
  void close() {
    platform.close();
  }

  private LocalCluster cluster() {
    return platform.cluster();
  }

  private Shard primary() {
    return cluster().shards().getFirst();
  }

  private ShardMap map() {
    return ShardMapTopic.read(platform.kafka()).orElseThrow();
  }

  /** The one epoch that all places have. */
  private long epoch() {
    return map().places().values().stream()
        .map(ShardMap.Place::epoch)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new),
                all -> {
                  assertThat(all).hasSize(1);
                  return all.getFirst();
                }));
  }

  private void send(String... lines) throws IOException {
    Path input = home.resolve("input-%d.csv".formatted(files++));
    Files.writeString(
        input,
        "type,ref,account,from,to,amount_minor,currency\n" + String.join("\n", lines) + "\n");
    RunningPlatform.Said sent = platform.run("send", input.toString());
    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(ExitCode.OK);
  }

  private void sendAndReconcile(String... lines) throws IOException {
    send(lines);
    RunningPlatform.Said verdict = platform.run("reconcile", "--drain=40s");
    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.OK);
  }

  private String transfer() {
    return "transfer,t%d,,alice,bob,10,EUR".formatted(files);
  }

  private MapTerm claim() {
    return MapTerm.claim(platform.kafka(), Clock.systemUTC(), "/test");
  }

  private FailOver failOver(MapTerm term) {
    return failOver(cluster(), term);
  }

  private static FailOver failOver(Cluster cluster, MapTerm term) {
    return new FailOver(cluster, term, SHARD, Isolation.KILL, _ -> {});
  }

  @Test
  @Order(1)
  void failover_byHand_processorsGoOnAtTheNewPrimaryAndTheOldOneRejoins() throws Exception {
    String before = primary().name();
    RunningPlatform.Said said = platform.run("ledger", "failover", SHARD);

    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .contains("shard-1 failed over from " + before + " to " + primary().name() + " under term")
        .contains(before + " committed 0 commands alone");
    assertThat(primary().name()).isNotEqualTo(before);
    assertThat(map().jdbcUrls()).containsEntry(SHARD, primary().jdbcUrl());
    assertThat(epoch()).isEqualTo(2);
    assertThat(cluster().servers()).extracting(Shard::role).doesNotContain(Shard.ABANDONED);
    sendAndReconcile(transfer());
  }

  /** Killed after promoting: its successor promotes no other one, and the epoch rises once. */
  @Test
  @Order(2)
  void failover_whoDidItDiesInTheMiddle_isTakenUpByASuccessor() throws Exception {
    long epoch = epoch();
    String before = primary().name();
    try (MapTerm first = claim()) {
      FailOver killed = failOver(first);
      killed.isolate();
      Shard promoted = killed.promote();
      try (MapTerm second = claim()) {
        FailedOver done = failOver(second).run();
        assertThat(done.to()).isEqualTo(promoted.name());
      }
      assertThat(epoch()).isEqualTo(epoch + 1);

      // It was only paused, and wakes.
      ShardMap after = map();
      assertThatThrownBy(() -> killed.repoint(promoted))
          .isInstanceOf(LocalClusterException.class)
          .hasMessageContaining("is refused under number " + first.number());
      assertThatThrownBy(() -> killed.assume(promoted)).isInstanceOf(DeposedException.class);
      assertThatThrownBy(() -> killed.publish(promoted)).isInstanceOf(DeposedException.class);
      assertThat(map()).isEqualTo(after);
    }
    var _ = new ReturnAbandoned(cluster(), before, _ -> {}).run();
    sendAndReconcile(transfer());
  }

  /** Paused between choosing and promoting, it wakes when its successor has only looked. */
  @Test
  @Order(3)
  void failover_whoWakesTooLate_killsAndPromotesNobody() throws Exception {
    long epoch = epoch();
    String before = primary().name();
    List<MapTerm> terms = new ArrayList<>();
    List<FailOver> successors = new ArrayList<>();
    Runnable looks =
        () -> {
          terms.add(claim());
          successors.add(failOver(terms.getLast()));
        };
    try (MapTerm first = claim()) {
      FailOver paused = failOver(wired(true, looks), first);
      paused.isolate();
      assertThatThrownBy(paused::promote)
          .isInstanceOf(LocalClusterException.class)
          .hasMessageContaining("is refused under number " + first.number());
      assertThat(standbys()).hasSize(2);

      successors.getLast().run();
      Shard primary = primary();
      assertThat(primary.name()).isNotEqualTo(before);
      assertThatThrownBy(() -> paused.assume(primary)).isInstanceOf(DeposedException.class);
      assertThatThrownBy(() -> paused.publish(primary)).isInstanceOf(DeposedException.class);
      assertThatThrownBy(() -> cluster().under(first.number()).kill(primary.name()))
          .isInstanceOf(LocalClusterException.class)
          .hasMessageContaining("is refused under number " + first.number());
      assertThat(cluster().status().node(primary.name()).state()).isEqualTo(NodeState.RUNNING);
    } finally {
      terms.forEach(MapTerm::close);
    }
    assertThat(epoch()).isEqualTo(epoch + 1);
    var _ = new ReturnAbandoned(cluster(), before, _ -> {}).run();
    sendAndReconcile(transfer());
  }

  private Cluster wired(boolean fenced, Runnable beforePromoting) {
    return WiredCluster.of(
        cluster(), new WiredCluster.Wires(status -> status, fenced, beforePromoting));
  }

  /**
   * The primary has a commit that no standby got: it was never acknowledged, nor its outcome told.
   */
  @Test
  @Order(4)
  void failover_commitThatOnlyThePrimaryHad_isAppliedAgainAndCounted() throws Exception {
    Shard before = primary();
    standbys().forEach(standby -> cluster().detach(standby.name()));
    send(transfer());
    Awaitility.await("a commit waits for standbys")
        .atMost(Duration.ofSeconds(20))
        .until(() -> waitsForStandbys(before));

    RunningPlatform.Said said = platform.run("ledger", "failover", SHARD);
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .containsPattern(
            before.name()
                + " committed ([1-9][0-9]*) commands alone: \\1 were applied again with the same"
                + " outcome, 0 came to another, 0 are still to come");
    sendAndReconcile(transfer());
  }

  private static boolean waitsForStandbys(Shard primary) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(primary.jdbcUrl(), primary.user(), "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'")) {
      return row.next();
    }
  }

  /**
   * One that cannot be killed is cut off; it wakes beside the new primary and nobody follows it.
   */
  @Test
  @Order(5)
  void failover_primaryIsPausedAndWakes_isCutOffAndComesBackAsAStandby() throws Exception {
    String before = primary().name();
    cluster().pause(before);
    send(transfer());
    RunningPlatform.Said said = platform.run("ledger", "failover", SHARD, "--isolation=cut-off");
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(primary().name()).isNotEqualTo(before);
    sendAndReconcile(transfer());

    cluster().resume(before);
    assertThat(cluster().servers())
        .filteredOn(server -> server.name().equals(before))
        .extracting(Shard::role)
        .containsExactly(Shard.ABANDONED);
    sendAndReconcile(transfer());
    RunningPlatform.Said back = platform.run("ledger", "rejoin", before);
    assertThat(back.exitCode()).as(back.err()).isEqualTo(ExitCode.OK);
    assertThat(back.out())
        .containsPattern(before + " committed [0-9]+ commands alone: [0-9]+ were applied again")
        .contains(" 0 came to another, 0 are still to come");
    sendAndReconcile(transfer());
  }

  /** With one of two standbys an acknowledged commit may be on none: nothing is done. */
  @Test
  @Order(6)
  void failover_tooFewStandbysAnswer_primaryRunsOnOrAgain() throws Exception {
    Shard before = primary();
    Long pid = cluster().status().node(before.name()).pid();
    String down = standbys().getFirst().name();
    cluster().stop(down);

    RunningPlatform.Said said = platform.run("ledger", "failover", SHARD);
    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(said.err()).contains("2 of its standbys must answer, and 1 do");
    assertThat(cluster().status().node(before.name()).pid()).isEqualTo(pid);

    cluster().kill(before.name());
    said = platform.run("ledger", "failover", SHARD);
    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(primary()).isEqualTo(before);
    assertThat(cluster().status().node(before.name()).state()).isEqualTo(NodeState.RUNNING);
    cluster().restart(down);
  }

  private List<Shard> standbys() {
    return cluster().servers().stream()
        .filter(server -> server.role().equals(Shard.STANDBY))
        .toList();
  }

  /** What somebody leaves who promotes, and dies before he publishes it. */
  private Shard promoteAndDie() throws InterruptedException {
    try (MapTerm dies = claim()) {
      FailOver killed = failOver(dies);
      killed.isolate();
      return killed.promote();
    }
  }

  private void awaitMapNames(Shard primary) {
    Awaitility.await("the map names " + primary.name())
        .atMost(Duration.ofSeconds(30))
        .until(() -> map().jdbcUrls().containsValue(primary.jdbcUrl()));
  }

  @Test
  @Order(7)
  void watch_findsAFailoverHalfDone_finishesItThoughTheOldPrimaryAnswers() throws Exception {
    long epoch = epoch();
    String before = primary().name();
    Shard promoted = promoteAndDie();
    cluster().rejoin(before, promoted.name());

    LocalRoles roles = LocalRoles.ofAShortRun(cluster().home(), cluster().bootstrapServers());
    cluster().startRole(roles.watch("watch-1"));
    cluster().startRole(roles.watch("watch-2"));
    awaitMapNames(promoted);
    assertThat(primary()).isEqualTo(promoted);
    assertThat(epoch()).isEqualTo(epoch + 1);
    awaitWhole();
  }

  @Test
  @Order(8)
  void watch_primaryIsKilled_transfersFlowAgainWithinSeconds() throws Exception {
    for (int round = 0; round < 2; round++) {
      String before = primary().name();
      long epoch = epoch();
      awaitWhole();
      cluster().kill(before);
      Instant killed = Instant.now();
      send(transfer());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> WaitForProgress.caughtUp(platform.kafka(), map()));
      assertThat(Duration.between(killed, Instant.now())).isLessThan(FLOWS_AGAIN);
      assertThat(epoch()).isEqualTo(epoch + 1);
    }
    awaitWhole();
    sendAndReconcile(transfer());
  }

  private void awaitWhole() {
    Awaitility.await("the old primary is a standby again")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                cluster().servers().stream().noneMatch(s -> s.role().equals(Shard.ABANDONED))
                    && cluster().servers().stream()
                        .allMatch(
                            s -> cluster().status().node(s.name()).state() == NodeState.RUNNING));
  }

  /**
   * The old primary is dead, and must stay it until the map names the new one. That is dead too: it
   * is started, since another one that was promoted would be its twin.
   */
  @Test
  @Order(9)
  void watch_successorOfOneThatDiedBeforePublishing_startsNoOldPrimary() throws Exception {
    awaitWhole();
    long epoch = epoch();
    String before = primary().name();
    cluster().pause("watch-1");
    cluster().pause("watch-2");
    Shard promoted = promoteAndDie();
    cluster().kill(promoted.name());
    cluster().resume("watch-1");
    cluster().resume("watch-2");

    Awaitility.await("the map names " + promoted.name())
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              boolean ran = cluster().status().node(before).alive();
              boolean named = map().jdbcUrls().containsValue(promoted.jdbcUrl());
              assertThat(ran && !named).as(before + " was started too early").isFalse();
              return named;
            });
    assertThat(primary()).isEqualTo(promoted);
    assertThat(epoch()).isEqualTo(epoch + 1);
    awaitWhole();
  }

  /** As a failover leaves them that cuts a primary off, and dies. */
  @Test
  @Order(10)
  void watch_standbysReceiveNothing_followAgain() throws Exception {
    awaitWhole();
    Shard before = primary();
    standbys().forEach(standby -> cluster().detach(standby.name()));
    send(transfer());
    Awaitility.await("both stream")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                MeasureLag.of(cluster().servers()).stream()
                    .allMatch(lag -> lag.state().equals("streaming")));
    assertThat(primary()).isEqualTo(before);
    sendAndReconcile(transfer());
  }

  /**
   * Negative control of order 3: without the fence two servers are promoted. The successor lists
   * the servers backward, so that of two that are equally far it chooses the other one.
   */
  @Test
  @Order(11)
  void failover_withoutTheFence_promotesTwo() throws Exception {
    cluster().kill("watch-1");
    cluster().kill("watch-2");
    List<MapTerm> terms = new ArrayList<>();
    Cluster backward =
        WiredCluster.of(cluster(), new WiredCluster.Wires(FailoverIT::reversed, false, () -> {}));
    Runnable promotes =
        () -> {
          terms.add(claim());
          try {
            FailOver successor = failOver(backward, terms.getLast());
            successor.isolate();
            var _ = successor.promote();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (MapTerm first = claim()) {
      FailOver paused = failOver(wired(false, promotes), first);
      paused.isolate();
      var _ = paused.promote();
    } finally {
      terms.forEach(MapTerm::close);
    }
    assertThat(standbys()).isEmpty();
  }

  private static ClusterStatus reversed(ClusterStatus status) {
    return new ClusterStatus(
        status.bootstrapServers(),
        status.nodes(),
        status.shards().reversed(),
        status.replication());
  }
}
