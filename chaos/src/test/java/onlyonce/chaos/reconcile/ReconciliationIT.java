package onlyonce.chaos.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.fault.LiveTally;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.recording.RecordedHistory;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportJson;
import onlyonce.chaos.report.RunContext;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.Semantics;
import onlyonce.messages.ShardMap;
import onlyonce.messages.TopicSetup;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The small bank on real brokers and databases: first nothing, then all of it, then spoiled. */
@SharedCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReconciliationIT {
  private static final String GROUP = "small-bank-processors";

  @TempDir private static Path home = Path.of("");

  @BeforeAll
  static void createTopics(TestScope scope) {
    try (Admin admin = Admin.create(client(scope))) {
      new TopicSetup(2, (short) 3).apply(admin);
    }
    LiveBank.topics().forEach(scope::deleteAfterwards);
  }

  @Test
  @Order(1)
  void run_onAnEmptyCluster_isUnknown(TestScope scope) throws InterruptedException {
    Report report = reconcile(scope, home.resolve("nowhere"));

    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(report.intents()).isZero();
  }

  @Test
  @Order(2)
  void run_onTheSmallBank_isValid(TestScope scope) throws Exception {
    LiveBank live = new LiveBank(new SmallBank());
    try (LiveTally tally = LiveTally.start(client(scope))) {
      live.produce(scope.bootstrapServers());
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          List.of(
                              tally.seen(), tally.ended(), tally.open(), tally.ledgerCommands()))
                      .containsExactly(8L, 8L, 0L, 15L));
    }
    live.store(scope.shards().getFirst());
    live.writeJournal(home.resolve("journal"));

    Report report = reconcile(scope, home.resolve("journal"));

    assertThat(report.checks())
        .allSatisfy(
            check -> assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.VALID));
    assertThat(report.count(IntentClass.APPLIED)).isEqualTo(6);
    assertThat(report.count(IntentClass.REJECTED)).isEqualTo(2);
  }

  @Test
  @Order(3)
  void run_underAtLeastOnce_goesByWhatTheGroupCommittedToKafka(TestScope scope) throws Exception {
    try (Admin admin = Admin.create(client(scope))) {
      admin
          .alterConsumerGroupOffsets(
              GROUP,
              Map.of(
                  new TopicPartition("ledger-commands", 0),
                  new OffsetAndMetadata(13),
                  new TopicPartition("ledger-commands", 1),
                  new OffsetAndMetadata(4)))
          .all()
          .get();
      Report behind = reconcile(scope, Semantics.AT_LEAST_ONCE, home.resolve("journal"));
      assertThat(SmallBank.check(behind, "log-processed").detail())
          .contains(
              "ledger partition 1: 1 records from offset 4 on are not processed",
              "what the processors' group committed to Kafka");

      admin
          .alterConsumerGroupOffsets(
              GROUP, Map.of(new TopicPartition("ledger-commands", 1), new OffsetAndMetadata(5)))
          .all()
          .get();
    }
    Report report = reconcile(scope, Semantics.AT_LEAST_ONCE, home.resolve("journal"));

    assertThat(report.verdict()).as(report.checks().toString()).isEqualTo(Verdict.VALID);
    assertThat(report.judgement().leftOut()).hasSize(3);
  }

  @Test
  @Order(4)
  void run_afterABalanceWasUpdatedByHand_isInvalidAndNamesTheAccount(TestScope scope)
      throws Exception {
    SmallBank bank = new SmallBank();
    try (Connection connection = LiveBank.connect(scope.shards().getFirst());
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE ledger.account SET posted_minor = posted_minor + 5 WHERE account = ?")) {
      update.setString(1, bank.carol);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }

    Report report = reconcile(scope, home.resolve("journal"));

    assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(SmallBank.check(report, "balances-are-postings").detail())
        .contains("account " + bank.carol);
  }

  private static Report reconcile(TestScope scope, Path journals) throws InterruptedException {
    return reconcile(scope, Semantics.EXACTLY_ONCE, journals);
  }

  private static Report reconcile(TestScope scope, Semantics semantics, Path journals)
      throws InterruptedException {
    Shard only = scope.shards().getFirst();
    ShardMap map = ShardMap.modulo(SmallBank.PARTITIONING, Map.of(only.name(), only.jdbcUrl()));
    List<ShardAddress> shards = scope.shards().stream().map(ReconciliationIT::address).toList();
    ReconciliationSettings settings =
        new ReconciliationSettings(
            client(scope), journals, shards, map, GROUP, Duration.ofSeconds(10));
    Path file = home.resolve("history.zip");
    Report live =
        new Reconciliation(settings, Clock.systemUTC(), ProgressListener.NONE)
            .run(RunContext.of(semantics, "onlyonce reconcile"), file);
    assertSameReport(live, file);
    return live;
  }

  /** The file alone gives the same report. */
  private static void assertSameReport(Report live, Path file) {
    try (RecordedHistory recorded = RecordedHistory.open(file)) {
      Report again = ExamineRecording.of(recorded, ProgressListener.NONE);
      assertThat(ReportJson.of(again)).isEqualTo(ReportJson.of(live));
    }
  }

  private static ShardAddress address(Shard shard) {
    return new ShardAddress(shard.name(), shard.jdbcUrl(), shard.user());
  }

  private static Map<String, Object> client(TestScope scope) {
    return Map.of("bootstrap.servers", scope.bootstrapServers());
  }
}
