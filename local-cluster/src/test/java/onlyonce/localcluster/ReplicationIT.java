package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.process.LocalClusterException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One shard of three servers, two of which have every commit that is acknowledged. */
final class ReplicationIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path home;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(spec(), ProgressListener.silent());
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static ClusterSpec spec() {
    return ClusterSpec.at(home)
        .withBrokers(0)
        .withShards(1)
        .withReplication(Replication.sync(new Quorums(3, 2, 2)));
  }

  private static Shard primary() {
    return cluster.shards().getFirst();
  }

  private static List<Shard> standbys() {
    return cluster.servers().stream().filter(s -> s.role().equals(Shard.STANDBY)).toList();
  }

  private static Shard server(String name) {
    return cluster.servers().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** How many rows a server shows; none if the table isn't there yet. */
  private static long seen(Shard server, String table) {
    try {
      return Sessions.count(server, table);
    } catch (SQLException e) {
      return 0;
    }
  }

  @Test
  void commit_acknowledged_isAppliedOnAStandby() throws Exception {
    assertThat(cluster.servers()).hasSize(3);
    assertThat(standbys()).hasSize(2);
    Sessions.execute(primary(), "create table acknowledged as select 1 as x");
    assertThat(standbys()).anyMatch(standby -> seen(standby, "acknowledged") == 1);
    assertThatThrownBy(() -> Sessions.execute(standbys().getFirst(), "create table no (x int)"))
        .hasMessageContaining("read-only");
  }

  @Test
  void commit_withoutStandbys_waits_andGoesOnWhenOneIsBack() throws Exception {
    Sessions.execute(primary(), "create table waited (x int)");
    List<Shard> standbys = standbys();
    cluster.kill(standbys.get(0).name());
    cluster.pause(standbys.get(1).name());
    Shard primary = primary();
    CompletableFuture<Void> commit =
        CompletableFuture.runAsync(
            () -> {
              try {
                Sessions.execute(primary, "insert into waited values (1)");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    await()
        .atMost(SOON)
        .until(() -> Sessions.count(primary, "pg_stat_activity where wait_event = 'SyncRep'") == 1);
    assertThat(Sessions.count(primary, "waited")).as("nobody sees it yet").isZero();
    assertThat(commit).isNotDone();
    cluster.resume(standbys.get(1).name());
    commit.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(Sessions.count(primary, "waited")).isEqualTo(1);
    cluster.restart(standbys.get(0).name());
    await().atMost(SOON).until(() -> seen(standbys.get(0), "waited") == 1);
  }

  @Test
  void pause_ofAStandby_itCatchesUpFromItsSlot() throws Exception {
    Sessions.execute(primary(), "create table missed (x int, filling text)");
    String name = standbys().getFirst().name();
    cluster.pause(name);
    for (int i = 0; i < 20; i++) {
      Sessions.execute(
          primary(),
          "insert into missed select n, repeat('x', 500) from generate_series(1, 500) n");
      Sessions.execute(primary(), "select pg_switch_wal()");
    }
    Sessions.execute(primary(), "checkpoint");
    cluster.resume(name);
    await().atMost(SOON).until(() -> seen(server(name), "missed") == 10_000);
  }

  @Test
  void under_whoComesWithALowerNumber_isRefusedAndOneStandbyStaysDetached() throws Exception {
    Sessions.execute(primary(), "create table fenced (x int)");
    String standby = standbys().getLast().name();
    Cluster latest = cluster.under(5);
    assertThat(latest.detach(standby).observed()).contains("receives from nobody");
    Sessions.execute(primary(), "insert into fenced values (1)");

    Cluster passed = cluster.under(4);
    for (Runnable deed :
        List.<Runnable>of(
            () -> passed.kill(primary().name()),
            () -> passed.promote(standby),
            () -> passed.follow(standby, primary().name()))) {
      assertThatThrownBy(deed::run)
          .isInstanceOf(LocalClusterException.class)
          .hasMessageContaining("is refused under number 4: somebody acted here under number 5");
    }
    assertThat(seen(server(standby), "fenced")).isZero();
    assertThat(cluster.status().node(primary().name()).state()).isEqualTo(NodeState.RUNNING);
    assertThat(latest.follow(standby, primary().name()).primary()).isEqualTo(primary().name());
    await().atMost(SOON).until(() -> seen(server(standby), "fenced") == 1);
  }

  private static ReplicaLag lagOf(String name) {
    return MeasureLag.of(cluster.servers()).stream()
        .filter(lag -> lag.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lag_ofPausedReplay_growsInBytesAndSeconds_andGoes() throws Exception {
    Sessions.execute(primary(), "create table lagging (filling text)");
    Shard standby = standbys().getFirst();
    Sessions.execute(standby, "select pg_wal_replay_pause()");
    await().atMost(SOON).until(() -> lagOf(standby.name()).state().equals(ReplicaLag.PAUSED));
    Sessions.execute(
        primary(), "insert into lagging select repeat('x', 1000) from generate_series(1, 1000)");
    ReplicaLag lag = lagOf(standby.name());
    assertThat(lag.bytes()).isGreaterThan(1_000_000L);
    assertThat(lag.seconds()).isPositive();
    Sessions.execute(standby, "select pg_wal_replay_resume()");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              ReplicaLag caughtUp = lagOf(standby.name());
              assertThat(caughtUp.state()).isEqualTo("streaming");
              assertThat(caughtUp.bytes()).isZero();
              assertThat(caughtUp.seconds()).isZero();
            });
  }

  @Test
  void lag_ofAStandbyThatDoesNotAnswer_isUnknown() {
    String name = standbys().getFirst().name();
    cluster.pause(name);
    ReplicaLag lag = lagOf(name);
    cluster.resume(name);
    assertThat(lag.state()).isEqualTo(ReplicaLag.SILENT);
    assertThat(lag.bytes()).isNull();
  }

  @Test
  void promote_follow_rejoin_keepWhatWasAcknowledged_andTheHomeKeepsTheRoles() throws Exception {
    Shard old = primary();
    List<Shard> standbys = standbys();
    String next = standbys.get(0).name();
    String other = standbys.get(1).name();
    Sessions.execute(old, "create table kept as select 1 as x");
    await().atMost(SOON).until(() -> seen(standbys.get(0), "kept") == 1);
    assertThatThrownBy(() -> cluster.promote(old.name())).hasMessageContaining("not in recovery");
    assertThatThrownBy(() -> cluster.rejoin(old.name(), old.name())).hasMessageContaining("runs");
    cluster.kill(old.name());

    NodeEffect.Promoted promoted = cluster.promote(next);
    assertThat(promoted.timeline()).isGreaterThan(1);
    assertThat(primary().name()).isEqualTo(next);
    assertThat(primary().shard()).isEqualTo("shard-1");
    assertThat(server(old.name()).role()).isEqualTo(Shard.ABANDONED);
    assertThatThrownBy(() -> cluster.follow(other, old.name()))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("not the primary of shard-1");
    assertThat(cluster.follow(other, next).primary()).isEqualTo(next);
    Sessions.execute(primary(), "insert into kept values (2)");
    assertThat(seen(server(other), "kept")).as("its commit waited for the follower").isEqualTo(2);

    NodeEffect.Rejoined rejoined = cluster.rejoin(old.name(), next);
    assertThat(rejoined.bytes()).isPositive();
    assertThat(server(old.name()).role()).isEqualTo(Shard.STANDBY);
    await().atMost(SOON).until(() -> seen(server(old.name()), "kept") == 2);

    cluster.close();
    cluster = LocalCluster.start(spec(), ProgressListener.silent());
    assertThat(primary().name()).isEqualTo(next);
    assertThat(standbys()).extracting(Shard::name).containsExactlyInAnyOrder(old.name(), other);
    Sessions.execute(primary(), "insert into kept values (3)");
    await().atMost(SOON).until(() -> seen(server(old.name()), "kept") == 3);
  }

  @Test
  void start_afterADeathInFailover_abandonedBecomesACopy() throws Exception {
    Shard old = primary();
    List<Shard> standbys = standbys();
    Sessions.execute(old, "create table before as select 1 as x");
    await().atMost(SOON).until(() -> seen(standbys.get(1), "before") == 1);
    cluster.kill(old.name());
    cluster.promote(standbys.get(1).name());
    cluster.close();
    cluster = LocalCluster.start(spec(), ProgressListener.silent());
    assertThat(primary().name()).isEqualTo(standbys.get(1).name());
    assertThat(standbys()).hasSize(2);
    await().atMost(SOON).until(() -> seen(server(old.name()), "before") == 1);
  }

  @Test
  void start_withFewerStandbys_isRefused() {
    cluster.close();
    ClusterSpec fewer = spec().withReplication(Replication.async(1));
    assertThatThrownBy(() -> LocalCluster.start(fewer, ProgressListener.silent()))
        .hasMessageContaining("holds data of 2 standbys a shard");
    cluster = LocalCluster.start(spec(), ProgressListener.silent());
  }
}
