package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.ProcessTable;
import onlyonce.localcluster.process.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisorIT {
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path home;
  private int standbys;

  @Test
  void up_statusAndOperations_overTheSocket_thenDown() throws Exception {
    List<String> said = new ArrayList<>();
    SupervisorClient cluster = up(said::add);
    assertThat(said).anySatisfy(line -> assertThat(line).startsWith("shard-1: pid "));

    NodeStatus before = cluster.status().node("shard-1");
    assertThat(before.role()).isEqualTo("database");
    assertThat(before.state()).isEqualTo(NodeState.RUNNING);
    Shard shard = cluster.shards().getFirst();
    assertThat(shard.role()).isEqualTo("primary");
    Sessions.execute(shard, "create table kept as select 1 as x");

    assertThat(cluster.pause("shard-1").observed()).contains("state T");
    assertThat(cluster.status().node("shard-1").state()).isEqualTo(NodeState.PAUSED);
    cluster.resume("shard-1");
    assertThat(cluster.kill("shard-1").exit()).isEqualTo("signal 9");
    assertThat(cluster.status().node("shard-1").state()).isEqualTo(NodeState.EXITED);
    assertThat(cluster.restart("shard-1").pid()).isNotEqualTo(before.pid());
    assertThat(Sessions.count(shard, "kept")).isEqualTo(1);

    NodeEffect.Started role =
        cluster.startRole(
            RoleSpec.of("echo-1", "echo", List.of("sh", "-c", "echo here I am; sleep 600"))
                .readyWhen(new Readiness.LogLine("here I am"), Duration.ofSeconds(10)));
    assertThat(cluster.status().node("echo-1").pid()).isEqualTo(role.pid());
    assertThat(cluster.createDatabase("shard-1", "other").jdbcUrl()).endsWith("/other");
    assertThatThrownBy(() -> cluster.kill("broker-9"))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("there are: shard-1, echo-1");

    List<Long> processes = everyProcess(cluster);
    cluster.down(ProgressListener.silent());
    assertThat(processes).allMatch(ProcessTable::gone);
    assertThat(SupervisorClient.in(home)).isEmpty();
    assertThat(ClusterFile.in(home)).isEmpty();
  }

  @Test
  void promoteAndRejoin_overTheSocket_swapTheRoles() throws Exception {
    standbys = 1;
    SupervisorClient cluster = up(ProgressListener.silent());
    assertThat(cluster.servers()).extracting(Shard::role).containsExactly("primary", "standby");
    assertThat(cluster.status().replication()).isEqualTo(Replication.async(1));
    Sessions.execute(cluster.shards().getFirst(), "create table kept as select 1 as x");
    Shard standby = cluster.servers().get(1);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(Sessions.count(standby, "kept")).isEqualTo(1));
    cluster.kill("shard-1");
    assertThat(cluster.promote("shard-1-standby-1").timeline()).isEqualTo(2);
    assertThat(cluster.rejoin("shard-1", "shard-1-standby-1").observed()).contains("streams from");
    assertThat(cluster.shards()).extracting(Shard::name).containsExactly("shard-1-standby-1");
    assertThat(cluster.follow("shard-1", "shard-1-standby-1").primary())
        .isEqualTo("shard-1-standby-1");
    cluster.down(ProgressListener.silent());
  }

  @Test
  void up_inAHomeInUse_isRefusedAndHarmsNothing() {
    SupervisorClient cluster = up(ProgressListener.silent());
    assertThatThrownBy(() -> up(ProgressListener.silent())).hasMessageContaining("already");
    ClusterSpec same = ClusterSpec.at(home).withBrokers(0);
    assertThatThrownBy(() -> LocalCluster.start(same, ProgressListener.silent()))
        .hasMessageContaining("runs in " + home + " already");
    assertThat(cluster.status().node("shard-1").state()).isEqualTo(NodeState.RUNNING);
    cluster.down(ProgressListener.silent());
  }

  @Test
  void supervisor_killed_everythingEndsAndTheNextStartCleansUp() throws Exception {
    SupervisorClient cluster = up(ProgressListener.silent());
    Shard shard = cluster.shards().getFirst();
    Sessions.execute(shard, "create table kept as select 1 as x");
    Sessions.keepBusy(shard, Sessions.BUSY);
    cluster.startRole(RoleSpec.of("sleeper", "sleeper", List.of("sleep", "600")));
    List<Long> processes = everyProcess(cluster);
    assertThat(processes).hasSizeGreaterThan(5);

    ClusterFile file = ClusterFile.in(home).orElseThrow();
    Signal.KILL.send(List.of(file.owner().pid()));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(processes).allMatch(ProcessTable::gone));
    assertThat(file.ownerLives()).isFalse();
    assertThat(SupervisorClient.in(home)).isEmpty();
    List<String> said = new ArrayList<>();
    SupervisorClient again = up(said::add);
    assertThat(said).anySatisfy(line -> assertThat(line).contains("ended without a stop"));
    assertThat(Sessions.count(again.shards().getFirst(), "kept")).isEqualTo(1);
    again.down(ProgressListener.silent());
  }

  @Test
  void up_thatFails_saysWhyAndLeavesNothing() throws Exception {
    Files.createDirectories(home.resolve("nodes/shard-1/data"));
    Files.writeString(home.resolve("nodes/shard-1/data/PG_VERSION"), "7\n");
    assertThatThrownBy(() -> up(ProgressListener.silent()))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("shard-1 ended while it started")
        .hasMessageContaining(home.resolve("nodes/shard-1/log/shard-1.log").toString());
    assertThat(SupervisorClient.in(home)).isEmpty();
  }

  @Test
  void starter_killedHalfWay_takesTheSupervisorAlong() throws Exception {
    // What DetachedSupervisor starts; closing its standard input is what its starter's death does.
    Process supervisor =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("supervisor.log").toFile())
            .start();
    await().atMost(START).until(() -> SupervisorClient.in(home).isPresent());
    supervisor.getOutputStream().close();
    assertThat(supervisor.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(supervisor.exitValue()).isEqualTo(70);
    assertThat(ClusterFile.in(home)).isEmpty();
  }

  private SupervisorClient up(ProgressListener progress) {
    return DetachedSupervisor.start(command(), home, START, progress);
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        SupervisorMain.class.getName(),
        home.toString(),
        "0",
        "1",
        Integer.toString(standbys));
  }

  /** The supervisor's and every node's processes. */
  private List<Long> everyProcess(Cluster cluster) {
    List<Long> all = new ArrayList<>();
    all.add(ClusterFile.in(home).orElseThrow().owner().pid());
    cluster.nodes().forEach(node -> all.addAll(Sessions.processesOf(cluster, node.name())));
    return all;
  }
}
