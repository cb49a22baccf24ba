package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.chaos.report.Report;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;
import onlyonce.messages.TopicSetup;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real faults on a cluster of its own; processors are stand-ins that only live and die. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsIT {
  private static final InflictFault.Times SHORT =
      new InflictFault.Times(Duration.ofMillis(100), Duration.ZERO, Duration.ofSeconds(20));

  private final LocalCluster cluster =
      LocalCluster.start(
          ClusterSpec.at(
                  Path.of(
                      System.getProperty("basedir", "."),
                      "target",
                      "faults-cluster-" + ProcessHandle.current().pid()))
              .withShards(1)
              .withClosing(ClusterSpec.Closing.DISCARD),
          ProgressListener.silent());
  private final Surroundings surroundings =
      new Surroundings(
          cluster,
          Map.of("bootstrap.servers", cluster.bootstrapServers()),
          "processor",
          "processors",
          Owners.SHARDS,
          "orchestrator",
          "onlyonce-orchestrator");

  @BeforeAll
  void prepare() throws SQLException {
    try (Admin admin = Admin.create(surroundings.clientProperties())) {
      new TopicSetup(6, (short) 3).apply(admin);
    }
    cluster.startRole(RoleSpec.of("processor-1", "processor", List.of("sleep", "3600")));
    execute(
        "CREATE SCHEMA engine",
        "CREATE TABLE engine.progress (ledger_partition int, owner uuid, owner_session text)",
        "INSERT INTO engine.progress VALUES (0, gen_random_uuid(), 'onlyonce:processor-1:aa'),"
            + " (1, gen_random_uuid(), 'onlyonce:processor-2:bb')");
  }

  @AfterAll
  void end() {
    cluster.close();
  }

  @Test
  void killBroker_isSeenInItsPartitionsNewLeaders() throws InterruptedException {
    FaultRecord happened = inflict(new KillBroker(surroundings));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed()).contains("ended by signal 9", "new leaders: ledger-commands-");
    assertThat(happened.healedAt()).isPresent();
    assertThat(cluster.status().node(happened.target()).state()).isEqualTo(NodeState.RUNNING);
  }

  @Test
  void killDatabase_isSeenInRefusedConnectionsAndItsNewStart() throws InterruptedException {
    FaultRecord happened = inflict(new KillDatabase(surroundings, "shard-1"));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed()).contains("connections refused", "server started");
  }

  @Test
  void pauseProcessor_isSeenInStateTAndTheNewOwner() throws InterruptedException {
    CompletableFuture<Void> takeover = CompletableFuture.runAsync(this::takeOverOncePaused);
    FaultRecord happened = inflict(new PauseProcessor(surroundings, "processor-1"));
    takeover.join();

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed())
        .contains("in state T", "processor-2 took ledger partitions [0]", "running again");
  }

  @Test
  void pauseProcessor_whereTheGroupSaysWhoOwnsWhat_isSeenInItsNewMember()
      throws InterruptedException {
    Surroundings grouped =
        new Surroundings(
            cluster,
            surroundings.clientProperties(),
            "processor",
            "grouped-processors",
            Owners.GROUP,
            "orchestrator",
            "onlyonce-orchestrator");
    try (KafkaConsumer<byte[], byte[]> first = member("processor-1")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> first.poll(Duration.ofMillis(100)).isEmpty() && !first.assignment().isEmpty());
      CompletableFuture<Void> takeover =
          CompletableFuture.runAsync(
              () -> {
                awaitPaused();
                first.unsubscribe();
                joinUntilResumed();
              });
      FaultRecord happened = inflict(new PauseProcessor(grouped, "processor-1"));
      takeover.join();

      assertThat(happened.bit()).as(happened.observed()).isTrue();
      assertThat(happened.observed())
          .contains("processor-2 took ledger partitions [0, 1, 2, 3, 4, 5]", "running again");
    }
  }

  private KafkaConsumer<byte[], byte[]> member(String name) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "group.id",
                "grouped-processors",
                "group.protocol",
                "consumer",
                "client.id",
                name),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of("ledger-commands"));
    return consumer;
  }

  private void joinUntilResumed() {
    try (KafkaConsumer<byte[], byte[]> second = member("processor-2")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  second.poll(Duration.ofMillis(100)).isEmpty()
                      && cluster.status().node("processor-1").state() == NodeState.RUNNING);
    }
  }

  @Test
  void everyKind_aimedAtNothing_makesTheRunUnknownByName() throws InterruptedException {
    List<Fault> astray =
        List.of(
            new KillBroker(
                new Surroundings(
                    new NoBrokers(cluster),
                    surroundings.clientProperties(),
                    "processor",
                    "processors",
                    Owners.SHARDS,
                    "orchestrator",
                    "onlyonce-orchestrator")),
            new KillProcessor(surroundings, "processor-9"),
            new PauseProcessor(surroundings, "processor-9"),
            new KillOrchestrator(surroundings, _ -> Map.of(), "orchestrator-9", 0),
            new KillOrchestrators(
                new Surroundings(
                    cluster,
                    surroundings.clientProperties(),
                    "processor",
                    "processors",
                    Owners.SHARDS,
                    "nobody",
                    "onlyonce-orchestrator"),
                _ -> Map.of(),
                0),
            new KillDatabase(surroundings, "shard-9"));
    List<FaultRecord> records = new ArrayList<>();
    for (Fault fault : astray) {
      records.add(inflict(fault));
    }

    assertThat(records).extracting(FaultRecord::bit).containsOnly(false);
    for (FaultRecord missed : records) {
      Report report = new SmallBank().report(Rest.QUIET, List.of(missed));
      CheckResult check = SmallBank.check(report, "faults-bit");
      assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(check.detail())
          .contains(missed.kind() + " of " + missed.target() + " hit nothing: no running process");
    }
  }

  @Test
  void cutOffBroker_whereAllAreOnLoopback_isUnknownAndTellsWhatItTakes()
      throws InterruptedException {
    FaultRecord missed = inflict(CutOffBroker.leader(surroundings));

    assertThat(missed.bit()).isFalse();
    assertThat(missed.observed()).contains("nobody was cut off", "--network namespaces");
    assertThat(new SmallBank().report(Rest.QUIET, List.of(missed)).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void everyKind_whileNothingIsOpen_isNotInjectedAndUnknown() throws InterruptedException {
    List<Fault> faults =
        List.of(
            new KillBroker(surroundings),
            new KillProcessor(surroundings, "processor-1"),
            new PauseProcessor(surroundings, "processor-1"),
            new KillOrchestrator(surroundings, _ -> Map.of(), "orchestrator-1", 0),
            new KillDatabase(surroundings, "shard-1"));
    for (Fault fault : faults) {
      FaultRecord missed = new InflictFault(Clock.systemUTC(), () -> 0, SHORT).inflict(fault);

      assertThat(missed.bit()).isFalse();
      assertThat(missed.observed()).contains("no command was open");
      assertThat(new SmallBank().report(Rest.QUIET, List.of(missed)).verdict())
          .isEqualTo(Verdict.UNKNOWN);
    }
  }

  private FaultRecord inflict(Fault fault) throws InterruptedException {
    return new InflictFault(Clock.systemUTC(), () -> 3, SHORT).inflict(fault);
  }

  private void takeOverOncePaused() {
    awaitPaused();
    execute(
        "UPDATE engine.progress SET owner = gen_random_uuid(), owner_session = 'onlyonce:processor-2:cc'"
            + " WHERE ledger_partition = 0");
  }

  private void awaitPaused() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cluster.status().node("processor-1").state() == NodeState.PAUSED);
  }

  private void execute(String... statements) {
    Shard shard = cluster.shards().getFirst();
    try (Connection connection = DriverManager.getConnection(shard.jdbcUrl(), shard.user(), "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
