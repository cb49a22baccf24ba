package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.TopicSetup;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.WireRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  void killBroker_aimedAtTheController_isSeenInTheNextOne() throws InterruptedException {
    FaultRecord happened = inflict(new KillBroker(surroundings, BrokerRole.CONTROLLER));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed())
        .contains("controller, ended by signal 9", "new controller: metadata at broker-")
        .doesNotContain("metadata at " + happened.target());
  }

  @Test
  void pauseBroker_isSeenInItsPartitionsNewLeaders_andFollowsAfterwards()
      throws InterruptedException {
    FaultRecord happened = inflict(new PauseBroker(surroundings, BrokerRole.LEADER));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed())
        .contains("in state T", "new leaders: ledger-commands-", "in sync again");
  }

  @Test
  void pauseDatabase_isSeenInItsSilence() throws InterruptedException {
    FaultRecord happened = inflict(new PauseDatabase(surroundings, "shard-1"));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed()).contains("in state T", "no answer", "was not started anew");
  }

  @Test
  void cutConnections_isSeenInOtherBackends() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> processor =
        CompletableFuture.runAsync(() -> keepConnected("onlyonce:processor-1:aa", over));
    Shard shard = cluster.shards().getFirst();
    Awaitility.await().until(() -> !ShardView.backends(shard, "processor-1").isEmpty());
    FaultRecord happened = inflict(new CutConnections(surroundings, "processor-1"));
    over.set(true);
    processor.join();

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed())
        .contains("1 backends terminated on 1 shards", "they are gone, and it has 1 others");
  }

  @Test
  void resetSockets_isSeenInOtherConnections() throws InterruptedException {
    assumeThat(ResetSockets.hindrance()).isEmpty();
    FaultRecord happened = inflict(new ResetSockets(surroundings));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed()).contains("connections reset", "took their place");
  }

  @Test
  void forgedAndCorruptedCommands_areSeenInDeadLettersOfTheirs() throws Exception {
    writePosts(40);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> processor = CompletableFuture.runAsync(() -> refuseUnreadable(over));
    FaultRecord forged = inflict(new ForgeCommands(surroundings, 7));
    FaultRecord corrupted = inflict(new CorruptCommands(surroundings, 7));
    over.set(true);
    processor.join();

    assertThat(forged.bit()).as(forged.observed()).isTrue();
    assertThat(forged.observed())
        .contains(
            "5 BadId", "5 MissingHeader", "5 UnknownField", "10 UnknownType", "5 WrongPartition");
    assertThat(corrupted.bit()).as(corrupted.observed()).isTrue();
    assertThat(corrupted.observed()).contains("15 BadJson");
  }

  private void writePosts(int count) {
    CommandIds ids = new CommandIds(Clock.systemUTC(), new SplittableRandom(7));
    byte[] payload =
        CommandCodec.encode(
            new Command.Post(
                AccountId.ofClient("a"),
                AccountId.ofClient("a2"),
                new Amount(1),
                new CurrencyCode("EUR")));
    List<ProducerRecord<byte[], byte[]>> posts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      posts.add(
          new WireRecord(
                  "ledger-commands",
                  Partitioning.hash(6).of(AccountId.ofClient("a")),
                  "a",
                  new Event(ids.next(), CommandType.POST.eventType(), "test", Instant.now()),
                  payload)
              .toProducerRecord());
    }
    new Intruder(surroundings.clientProperties()).write(posts);
  }

  /** As processors and orchestrators do. */
  private void refuseUnreadable(AtomicBoolean over) {
    Partitioning partitioning = Partitioning.hash(6);
    Set<String> refused = new HashSet<>();
    while (!over.get()) {
      List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
      try (LogView log = new LogView(surroundings.clientProperties())) {
        for (Topic topic : List.of(Topic.LEDGER_COMMANDS, Topic.TRANSFERS)) {
          for (ConsumerRecord<byte[], byte[]> logged : log.latest(topic, 200)) {
            reason(topic, partitioning, logged)
                .filter(
                    _ -> refused.add(logged.topic() + logged.partition() + "@" + logged.offset()))
                .ifPresent(
                    reason ->
                        letters.add(DeadLetter.of(logged, reason, "").toProducerRecord(logged)));
          }
        }
      }
      new Intruder(surroundings.clientProperties()).write(letters);
    }
  }

  private static Optional<DeadLetterReason> reason(
      Topic topic, Partitioning partitioning, ConsumerRecord<byte[], byte[]> logged) {
    try {
      if (topic == Topic.TRANSFERS) {
        var _ = TransferCodec.decode(logged.headers(), logged.value());
        return Optional.empty();
      }
      Command command = CommandCodec.decode(logged.headers(), logged.value());
      return !(command instanceof Command.LedgerCommand ledger)
              || ledger.accounts().stream()
                  .allMatch(account -> partitioning.of(account) == logged.partition())
          ? Optional.empty()
          : Optional.of(DeadLetterReason.WRONG_PARTITION);
    } catch (UnreadableException e) {
      return Optional.of(e.reason());
    }
  }

  private void keepConnected(String session, AtomicBoolean over) {
    Shard shard = cluster.shards().getFirst();
    Properties properties = new Properties();
    properties.setProperty("user", shard.user());
    properties.setProperty("ApplicationName", session);
    while (!over.get()) {
      try (Connection connection = DriverManager.getConnection(shard.jdbcUrl(), properties);
          Statement statement = connection.createStatement()) {
        while (!over.get()) {
          statement.execute("SELECT pg_sleep(0.1)");
        }
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isEqualTo("57P01");
      }
    }
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
            new KillDatabase(surroundings, "shard-9"),
            new PauseDatabase(surroundings, "shard-9"),
            new RestartStorm(surroundings, "processor-9"),
            new CutConnections(surroundings, "processor-9"),
            new PauseOrchestrator(surroundings, "orchestrator-9"));
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
        "UPDATE engine.progress SET owner = gen_random_uuid(), owner_session ="
            + " 'onlyonce:processor-2:cc' WHERE ledger_partition = 0");
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
