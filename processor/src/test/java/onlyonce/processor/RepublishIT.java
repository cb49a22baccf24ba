package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is committed reaches Kafka, whoever publishes it in the end. */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepublishIT {
  /** More than the engine reads from the database at once. */
  private static final int COMMANDS = 1_200;

  private CounterPlatform platform;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(), scope.name("main"), CounterShards.create(scope.shards(), 4));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  /** Commits a partition's log as an owner that dies before it publishes anything. */
  private static void commitWithoutPublishing(CounterPlatform platform, int partition)
      throws Exception {
    platform.flush();
    try (Driver dead = new Driver(platform.shards(), partition, "dead", platform.handler())) {
      TakeOver.Taken taken = dead.takeOver(partition).getFirst();
      List<ConsumerRecord<byte[], byte[]>> records =
          platform.readAll(platform.commands()).stream()
              .filter(r -> r.partition() == partition)
              .filter(r -> r.offset() >= taken.progress().nextOffset())
              .toList();
      long end = records.getLast().offset() + 1;
      dead.apply(taken, new Slice(taken.progress(), end, records));
    }
  }

  @Test
  void takeOver_ownerDiedBeforePublishing_publishesAllOfItInOrder() throws Exception {
    List<UUID> sent = new ArrayList<>();
    Map<Long, DeadLetterReason> refused = new HashMap<>();
    for (int i = 0; i < COMMANDS; i++) {
      sent.add(platform.send(0, new Count("dead-" + i % 7, 1)));
      if (i % 400 == 17) {
        refused.put(
            platform.sendNow(platform.command(0, sent.get(i), new Count("dead-0", 2))),
            DeadLetterReason.CONFLICTS_WITH_EARLIER);
        byte[] garbage = ("garbage " + i).getBytes(UTF_8);
        refused.put(
            platform.sendNow(new ProducerRecord<>(platform.commands(), 0, garbage, garbage)),
            DeadLetterReason.MISSING_HEADER);
      }
    }
    commitWithoutPublishing(platform, 0);
    assertThat(platform.answers()).doesNotContainKey(sent.getFirst().toString());

    try (var _ = platform.start("successor")) {
      platform.awaitCaughtUp();
    }

    Map<String, Integer> answers = platform.answers();
    assertThat(sent).allSatisfy(id -> assertThat(answers.get(id.toString())).isOne());
    Map<Long, DeadLetterReason> letters = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : platform.readDeadLetters()) {
      DeadLetter read = DeadLetter.read(letter.headers());
      letters.put(read.offset(), read.reason());
      if (read.reason() == DeadLetterReason.MISSING_HEADER) {
        assertThat(new String(letter.value(), UTF_8)).startsWith("garbage ");
        assertThat(letter.key()).isEqualTo(letter.value());
      }
    }
    assertThat(letters).isEqualTo(refused).hasSize(6);
    assertThat(platform.shards().progress(0).publishedOffset())
        .isEqualTo(platform.shards().progress(0).nextOffset());
  }

  /** The control: a successor that is told that all was published leaves the answer out. */
  @Test
  void takeOver_publishedOffsetTooHigh_losesTheAnswer() throws Exception {
    UUID id = platform.send(1, new Count("unheard", 1));
    commitWithoutPublishing(platform, 1);
    platform
        .shards()
        .execute(
            1,
            "UPDATE engine.progress SET published_offset = next_offset WHERE ledger_partition = 1");
    try (var _ = platform.start("successor")) {
      UUID other = platform.send(1, new Count("heard", 1));
      platform.awaitCaughtUp();
      assertThat(platform.readOutcomes(other)).hasSize(1);
    }
    assertThat(platform.readOutcomes(id)).isEmpty();
  }

  @Test
  void run_kafkaRefusesTheOutcomes_publishesThemLater() throws Exception {
    limitOutcomes("100");
    UUID id;
    try (CapturedLog log = new CapturedLog();
        var _ = platform.start("one")) {
      id = platform.send(2, new Count("refused-by-kafka", 1));
      platform.flush();
      Awaitility.await()
          .atMost(CounterPlatform.PATIENCE)
          .until(() -> log.lines("were not published").size() >= 2);
      assertThat(platform.readOutcomes(id)).isEmpty();
      limitOutcomes("1000000");
      platform.awaitCaughtUp();
    }
    assertThat(platform.readOutcomes(id)).isNotEmpty();
    assertThat(platform.shards().totals("refused-by-kafka"))
        .containsExactly(Map.entry("refused-by-kafka", new CounterShards.Total(1, 1)));
  }

  private void limitOutcomes(String bytes) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, platform.outcomes());
    AlterConfigOp limit =
        new AlterConfigOp(new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(platform.client())) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
    }
  }

  @Test
  void takeOver_refusedRecordGoneFromTheLog_stopsThatPartitionAlone(TestScope scope)
      throws Exception {
    try (CounterPlatform own =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("gone"),
            CounterShards.create(List.of(scope.shards("gone").getFirst()), 2))) {
      own.sendNow(new ProducerRecord<>(own.commands(), 0, null, null));
      commitWithoutPublishing(own, 0);
      own.shards().execute(0, "INSERT INTO engine.refused VALUES (0, 99, NULL, 'BadJson', 'x')");
      try (CapturedLog log = new CapturedLog();
          var _ = own.start("one")) {
        UUID id = own.send(1, new Count("neighbour", 1));
        Awaitility.await()
            .atMost(CounterPlatform.PATIENCE)
            .until(() -> !log.lines("ledger partition 0 waits").isEmpty());
        Awaitility.await()
            .atMost(CounterPlatform.PATIENCE)
            .until(() -> !own.readOutcomes(id).isEmpty());
      }
    }
  }
}
