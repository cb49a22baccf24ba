package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.ProcessTable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cluster of its own; every test leaves it whole. */
final class LocalClusterIT {
  private static final String TOPIC = "numbers";

  @TempDir static Path home;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.start(ClusterSpec.at(home), ProgressListener.silent());
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  @AfterAll
  static void close() {
    List<Long> processes =
        cluster.nodes().stream()
            .filter(NodeStatus::alive)
            .flatMap(node -> Sessions.processesOf(cluster, node.name()).stream())
            .toList();
    cluster.close();
    assertThat(processes).isNotEmpty().allMatch(ProcessTable::gone);
    assertThat(ClusterFile.in(home)).isEmpty();
  }

  @Test
  void kill_ofABroker_othersTakeRecords_restartBringsItBackInSync() throws Exception {
    NodeEffect.Killed killed = cluster.kill("broker-2");
    assertThat(killed.exit()).isEqualTo("signal 9");
    assertThat(ProcessTable.gone(killed.pid())).isTrue();
    assertThat(cluster.status().node("broker-2").state()).isEqualTo(NodeState.EXITED);
    long before = end();
    send();
    NodeEffect.Started back = cluster.restart("broker-2");
    assertThat(back.pid()).isNotEqualTo(killed.pid());
    assertThat(end()).isEqualTo(before + 1);
  }

  @Test
  void restart_ofAllBrokersAfterAKillOfAll_keepsRecordsAndAddresses() throws Exception {
    send();
    long before = end();
    String servers = cluster.bootstrapServers();
    List<String> brokers = List.of("broker-1", "broker-2", "broker-3");
    brokers.forEach(cluster::kill);
    assertThat(cluster.restart(brokers)).hasSize(3);
    assertThat(cluster.bootstrapServers()).isEqualTo(servers);
    assertThat(end()).isEqualTo(before);
  }

  @Test
  void pause_ofABroker_stopsEveryThread_resumeLetsItRun() {
    NodeEffect.Paused paused = cluster.pause("broker-3");
    assertThat(ProcessTable.stopped(paused.pid())).isTrue();
    assertThat(cluster.status().node("broker-3").state()).isEqualTo(NodeState.PAUSED);
    cluster.resume("broker-3");
    assertThat(ProcessTable.stopped(paused.pid())).isFalse();
    assertThat(cluster.status().node("broker-3").state()).isEqualTo(NodeState.RUNNING);
  }

  @Test
  void pause_ofADatabase_stopsBusyBackendsToo() {
    Shard shard = cluster.shards().get(0);
    Sessions.keepBusy(shard, Sessions.BUSY);
    NodeEffect.Paused paused = cluster.pause("shard-1");
    List<Long> processes = Sessions.processesOf(cluster, "shard-1");
    assertThat(processes).hasSize(paused.processes()).allMatch(ProcessTable::stopped);
    cluster.resume("shard-1");
    assertThat(processes).noneMatch(ProcessTable::stopped);
    cluster.kill("shard-1");
    cluster.restart("shard-1");
  }

  @Test
  void kill_ofADatabase_endsBusyBackends_restartKeepsWhatWasCommitted() throws Exception {
    Shard shard = cluster.shards().get(1);
    Sessions.execute(shard, "create table kept as select generate_series(1, 1000)");
    Sessions.keepBusy(shard, Sessions.BUSY);
    Sessions.keepBusy(shard, "select pg_sleep(600)");
    List<Long> processes = Sessions.processesOf(cluster, "shard-2");
    NodeEffect.Killed killed = cluster.kill("shard-2");
    assertThat(killed.exit()).isEqualTo("signal 9");
    assertThat(killed.processes()).isGreaterThanOrEqualTo(8);
    assertThat(processes).allMatch(ProcessTable::gone);
    assertThatThrownBy(() -> cluster.pause("shard-2"))
        .isInstanceOf(LocalClusterException.class)
        .hasMessage("cannot pause shard-2: it is exited");
    cluster.restart("shard-2");
    assertThat(Sessions.count(shard, "kept")).isEqualTo(1000);
  }

  @Test
  void startRole_thatDiesAtItsStart_showsTheEndOfItsLog() {
    RoleSpec failing =
        RoleSpec.of("failing", "test", List.of("sh", "-c", "echo no such account; exit 3"))
            .readyWhen(new Readiness.LogLine("ready"), Duration.ofSeconds(10));
    assertThatThrownBy(() -> cluster.startRole(failing))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("failing ended while it started, with exit code 3")
        .hasMessageContaining("no such account")
        .hasMessageContaining(home.resolve("nodes/failing/log/failing.log").toString());
  }

  @Test
  void stop_ofARole_isNoDeath_andItsNameCanBeUsedAgain() {
    RoleSpec sleeper = RoleSpec.of("sleeper", "test", List.of("sleep", "600"));
    cluster.startRole(sleeper);
    assertThatThrownBy(() -> cluster.startRole(sleeper)).hasMessageContaining("already: running");
    assertThat(cluster.stop("sleeper").exit()).isEqualTo("signal 15");
    assertThat(cluster.status().node("sleeper").state()).isEqualTo(NodeState.STOPPED);
    cluster.startRole(sleeper);
    assertThat(cluster.kill("sleeper").exit()).isEqualTo("signal 9");
  }

  @Test
  void kafkaTool_withoutServers_isGivenThisClusters() throws Exception {
    send();
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KafkaToolMain.class.getName(),
                cluster.bootstrapServers(),
                "kafka-get-offsets",
                "--topic",
                TOPIC)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains(TOPIC + ":0:" + end());
    assertThat(tool.waitFor()).isZero();
  }

  @Test
  void start_inAHomeWithData_whosePortsAreTaken_keepsTheDataAtOtherPorts() throws Exception {
    send();
    long before = end();
    Sessions.execute(cluster.shards().get(0), "create table stays as select 1 as x");
    List<String> ports = ports();
    cluster.close();
    assertThat(ClusterFile.in(home)).isEmpty();
    try (ServerSocket broker = occupy(ports.get(0));
        ServerSocket shard = occupy(ports.get(3))) {
      cluster = LocalCluster.start(ClusterSpec.at(home), ProgressListener.silent());
      assertThat(ports())
          .doesNotContain(
              Integer.toString(broker.getLocalPort()), Integer.toString(shard.getLocalPort()))
          .contains(ports.get(1), ports.get(2), ports.get(4));
    }
    assertThat(end()).isEqualTo(before);
    assertThat(Sessions.count(cluster.shards().get(0), "stays")).isEqualTo(1);
  }

  private static void send() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, "k", "v")).get(30, TimeUnit.SECONDS);
    }
  }

  private static long end() throws Exception {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (Admin admin = admin()) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get(30, TimeUnit.SECONDS)
          .offset();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  private static List<String> ports() {
    return cluster.nodes().stream()
        .map(NodeStatus::address)
        .filter(java.util.Objects::nonNull)
        .map(address -> address.replaceAll(".*:", ""))
        .toList();
  }

  /** Somebody else on a port. */
  private static ServerSocket occupy(String port) throws Exception {
    return new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress());
  }
}
