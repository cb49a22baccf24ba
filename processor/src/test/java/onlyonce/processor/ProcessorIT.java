package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.Command.Configure;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The engine from a real log to real databases. Tests share topics; each counts keys of its own.
 */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProcessorIT {
  private static final int PARTITIONS = 6;
  private CounterPlatform platform;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("main"),
            CounterShards.create(scope.shards(), PARTITIONS));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  @Test
  void run_twoProcessorsAndRepeats_everyCommandAppliedOnceAndAnswered() throws Exception {
    Map<String, CounterShards.Total> expected = new HashMap<>();
    Map<String, Integer> sends = new HashMap<>();
    Random random = new Random(1);
    try (var _ = platform.start("one");
        var _ = platform.start("two")) {
      for (int i = 0; i < 6_000; i++) {
        Count count = new Count("once-" + random.nextInt(50), 1 + random.nextInt(9));
        int partition = random.nextInt(PARTITIONS);
        UUID id = platform.send(partition, count);
        expected.merge(
            count.key(),
            new CounterShards.Total(count.amount(), 1),
            (a, b) -> new CounterShards.Total(a.total() + b.total(), a.commands() + b.commands()));
        sends.put(id.toString(), 1);
        if (random.nextInt(20) == 0) {
          platform.send(partition, id, count);
          sends.put(id.toString(), 2);
        }
      }
      platform.awaitCaughtUp();
    }
    assertThat(platform.shards().totals("once-")).isEqualTo(expected);
    Map<String, Integer> answers = platform.answers();
    assertThat(sends).isNotEmpty();
    sends.forEach((id, times) -> assertThat(answers.get(id)).as(id).isGreaterThanOrEqualTo(times));
  }

  @Test
  void run_sameCommandAgain_isAnsweredWithTheSameBytes() throws Exception {
    Count count = new Count("again", 5);
    UUID id = platform.send(2, count);
    platform.send(2, id, count);
    try (var _ = platform.start("one")) {
      platform.awaitCaughtUp();
      platform.send(2, id, count);
      platform.awaitCaughtUp();
    }
    try (var _ = platform.start("two")) {
      platform.send(2, id, count);
      platform.awaitCaughtUp();
    }
    List<ConsumerRecord<byte[], byte[]>> answers = platform.readOutcomes(id);
    assertThat(answers).hasSizeGreaterThanOrEqualTo(4);
    ConsumerRecord<byte[], byte[]> first = answers.getFirst();
    assertThat(new String(first.value(), UTF_8)).startsWith("again=5 at ");
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.value()).isEqualTo(first.value());
              assertThat(answer.headers()).isEqualTo(first.headers());
            });
    assertThat(platform.shards().totals("again"))
        .containsExactly(Map.entry("again", new CounterShards.Total(5, 1)));
  }

  @Test
  void run_poisonBetweenGoodCommands_deadLettersAndUntouchedNeighbours() throws Exception {
    int partition = 4;
    UUID known = platform.newId();
    UUID saga = platform.newId();
    UUID old = CommandIds.derived(CommandIds.lowest(1_000), "old");
    Map<Long, DeadLetterReason> poison = new HashMap<>();
    platform.sendNow(platform.command(partition, known, new Count("good-1", 1)));
    platform.sendNow(platform.command(partition, saga, new Count("saga-good", 1)));
    poison.put(
        platform.sendNow(platform.command(partition, known, new Count("good-1", 2))),
        DeadLetterReason.CONFLICTS_WITH_EARLIER);
    poison.put(
        platform.sendNow(platform.command(partition, saga, new Count("saga-good", 2))),
        DeadLetterReason.CONFLICTS_WITH_EARLIER);
    poison.put(
        platform.sendNow(platform.command(partition, old, new Count("good-1", 4))),
        DeadLetterReason.EXPIRED);
    poison.put(
        platform.sendNow(new ProducerRecord<>(platform.commands(), partition, null, null)),
        DeadLetterReason.MISSING_HEADER);
    poison.put(platform.sendNow(weirdBytes(partition)), DeadLetterReason.BAD_ID);
    poison.put(
        platform.sendNow(
            platform.event(partition, platform.newId(), "test.Other", new byte[] {0, -1, 'x'})),
        DeadLetterReason.UNKNOWN_TYPE);
    poison.put(
        platform.sendNow(
            platform.event(partition, platform.newId(), Count.EVENT_TYPE, new byte[1_000_000])),
        DeadLetterReason.BAD_VALUE);
    platform.sendNow(platform.command(partition, platform.newId(), new Count("good-2", 3)));

    try (var _ = platform.start("one")) {
      platform.awaitCaughtUp();
    }

    assertThat(platform.shards().totals("good-"))
        .isEqualTo(
            Map.of(
                "good-1", new CounterShards.Total(1, 1), "good-2", new CounterShards.Total(3, 1)));
    assertThat(
            platform
                .shards()
                .rows(partition, "SELECT log_offset, reason FROM engine.refused ORDER BY 1"))
        .containsAll(
            poison.entrySet().stream().map(e -> e.getKey() + " " + e.getValue().label()).toList());
    Map<Long, DeadLetterReason> letters = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : platform.readDeadLetters()) {
      DeadLetter read = DeadLetter.read(letter.headers());
      assertThat(read.partition()).isEqualTo(partition);
      letters.put(read.offset(), read.reason());
    }
    assertThat(letters).isEqualTo(poison);
    assertThat(platform.readOutcomes(saga).stream().map(r -> new String(r.value(), UTF_8)))
        .anyMatch(told -> told.equals("ConflictsWithEarlier"));
  }

  /** Headers and bytes that no text column and no header of ours could hold as they are. */
  private ProducerRecord<byte[], byte[]> weirdBytes(int partition) {
    byte[] weird = {0, (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, 10, 27};
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(platform.commands(), partition, weird, weird);
    sent.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    sent.headers().add("ce_id", weird);
    sent.headers().add("ce_type", weird);
    sent.headers().add("", null);
    return sent;
  }

  @Test
  void run_transactionsWithCommitsAndAborts_onlyCommittedOnesCount() throws Exception {
    int commits = 0;
    try (KafkaProducer<byte[], byte[]> sagas = transactional("markers");
        var _ = platform.start("one")) {
      sagas.initTransactions();
      Random random = new Random(2);
      for (int i = 0; i < 40; i++) {
        sagas.beginTransaction();
        for (int partition = 0; partition < 3; partition++) {
          var _ = sagas.send(platform.command(partition, platform.newId(), new Count("marked", 1)));
        }
        if (random.nextBoolean()) {
          sagas.commitTransaction();
          commits++;
        } else {
          sagas.flush();
          sagas.abortTransaction();
        }
        platform.send(0, new Count("plain", 1));
      }
      // The log ends with markers here, which give the poll no record but an offset.
      platform.awaitCaughtUp();
    }
    assertThat(commits).isBetween(1, 39);
    assertThat(platform.shards().totals("marked").get("marked"))
        .isEqualTo(new CounterShards.Total(commits * 3L, commits * 3L));
    assertThat(platform.shards().totals("plain").get("plain"))
        .isEqualTo(new CounterShards.Total(40, 40));
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    Map<String, Object> properties = new HashMap<>(platform.client());
    properties.put("transactional.id", platform.commands() + id);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void close_underLoad_anotherTakesOverAndNothingIsLostOrDoubled() throws Exception {
    List<UUID> sent = new ArrayList<>();
    RunningProcessor first = platform.start("first");
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 600; i++) {
        sent.add(platform.send(i % PARTITIONS, new Count("handed", 1)));
      }
      platform.flush();
      RunningProcessor second = platform.start("successor-" + round);
      first.close();
      first = second;
    }
    try (RunningProcessor last = first) {
      assertThat(last).isNotNull();
      platform.awaitCaughtUp();
    }
    assertThat(platform.shards().totals("handed").get("handed"))
        .isEqualTo(new CounterShards.Total(sent.size(), sent.size()));
    assertThat(platform.answers().keySet())
        .containsAll(sent.stream().map(UUID::toString).collect(Collectors.toSet()));
  }

  @Test
  void run_rulesThatAProcessorDoesNotKnow_stopThatPartitionAlone(TestScope scope) throws Exception {
    try (CounterPlatform own =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("rules"),
            CounterShards.create(scope.shards("rules"), 2))) {
      own.send(0, new Count("early", 1));
      own.flush();
      long configure =
          own.sendNow(
              own.event(
                  0,
                  own.newId(),
                  CommandType.CONFIGURE.eventType(),
                  CommandCodec.encode(new Configure(2, Duration.ofHours(1)))));
      own.send(0, new Count("late", 1));
      own.send(1, new Count("other", 1));
      own.flush();

      try (var _ = own.start("old")) {
        awaitNextOffset(own, 0, configure);
        awaitNextOffset(own, 1, 1);
      }
      try (var _ = own.start("new", new NewerHandler(own.handler()))) {
        awaitNextOffset(own, 0, configure + 2);
      }
      // The old one finds the new rules in the database now, and must not decide by its own.
      own.send(0, new Count("late", 1));
      own.send(1, new Count("other", 1));
      own.flush();
      try (CapturedLog log = new CapturedLog();
          var _ = own.start("old")) {
        awaitNextOffset(own, 1, 2);
        Awaitility.await()
            .atMost(CounterPlatform.PATIENCE)
            .until(() -> !log.lines("asks for rules version 2").isEmpty());
      }
      assertThat(own.shards().progress(0).nextOffset()).isEqualTo(configure + 2);
      assertThat(own.shards().totals("").keySet()).containsExactly("early", "late", "other");
    }
  }

  private static void awaitNextOffset(CounterPlatform platform, int partition, long offset) {
    Awaitility.await()
        .atMost(CounterPlatform.PATIENCE)
        .until(() -> platform.shards().progress(partition).nextOffset() == offset);
  }
}
