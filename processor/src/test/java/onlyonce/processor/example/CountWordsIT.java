package onlyonce.processor.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import onlyonce.processor.Processor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/** The page's handler does what the page says, on a real log and real databases. */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CountWordsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 4;
  private static final String WORDS = "words";
  private static final String COUNTS = "word-counts";

  private final CommandIds ids = new CommandIds(Clock.systemUTC(), new Random());
  private final Map<String, DataSource> owners = new TreeMap<>();
  private Map<String, Object> kafka = Map.of();
  private String bootstrapServers = "";
  private ShardMap map = ShardMap.modulo(Partitioning.hash(1), Map.of("none", ""));

  @BeforeAll
  void prepare(TestScope scope) throws Exception {
    bootstrapServers = scope.bootstrapServers();
    kafka = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(kafka)) {
      for (String topic : List.of(WORDS, COUNTS, Topic.DEAD_LETTERS.topicName())) {
        create(admin, topic);
      }
    }
    scope.deleteAfterwards(WORDS);
    scope.deleteAfterwards(COUNTS);
    for (Shard shard : scope.shards()) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(shard.jdbcUrl());
      source.setUser(shard.user());
      owners.put(shard.name(), source);
    }
    map =
        ShardMap.modulo(
            Partitioning.hash(PARTITIONS),
            scope.shards().stream().collect(Collectors.toMap(Shard::name, Shard::jdbcUrl)));
    LocalDate today = LocalDate.now(Clock.systemUTC());
    RunCountWords.prepare(map, owners, today);
    RunCountWords.prepare(map, owners, today); // As often as you like, says the page.
  }

  private static void create(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    NewTopic wanted = new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty());
    try {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** A word on its way: the same id, whoever sends it and however often. */
  private record Sent(UUID id, String word) {
    ProducerRecord<byte[], byte[]> asRecord() {
      int partition = Partitioning.ofKey(word, PARTITIONS);
      ProducerRecord<byte[], byte[]> made =
          new ProducerRecord<>(WORDS, partition, word.getBytes(UTF_8), word.getBytes(UTF_8));
      new Event(id, "example.Word", "example/writer", CommandIds.time(id)).writeTo(made.headers());
      return made;
    }
  }

  @Test
  void run_wordsSentAgainAndProcessorStartedAgain_everyIdIsCountedOnce() throws Exception {
    List<Sent> sent =
        IntStream.range(0, 300).mapToObj(i -> new Sent(ids.next(), "word-" + i % 7)).toList();
    sendAll(sent);
    sendAll(sent.subList(0, 50));
    try (var _ = new Running(RunCountWords.processor(bootstrapServers, map, "counter-1"))) {
      awaitAnswers(350);
    }
    Map<String, Long> countedBefore = counted();

    sendAll(sent);
    Sent last = new Sent(ids.next(), "word-0");
    sendAll(List.of(last));
    try (var _ = new Running(RunCountWords.processor(bootstrapServers, map, "counter-2"))) {
      awaitAnswers(651);
    }

    Map<String, Long> expected = new HashMap<>();
    sent.forEach(word -> expected.merge(word.word(), 1L, Long::sum));
    assertThat(countedBefore).isEqualTo(expected);
    expected.merge(last.word(), 1L, Long::sum);
    assertThat(counted()).isEqualTo(expected);
    Map<String, List<String>> answers = awaitAnswers(651);
    assertThat(answers).hasSize(301);
    assertThat(answers)
        .allSatisfy(
            (id, told) -> assertThat(told).as("every answer to " + id).hasSizeBetween(1, 1));
    assertThat(answers.get(last.id().toString())).containsExactly("44");
  }

  private void sendAll(List<Sent> words) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sends = new ArrayList<>();
      words.forEach(word -> sends.add(producer.send(word.asRecord())));
      producer.flush();
      assertThat(sends).allMatch(send -> send.state() == Future.State.SUCCESS);
    }
  }

  /** Waits for so many answers, and returns the different ones by the command's id. */
  private Map<String, List<String>> awaitAnswers(int count) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(COUNTS, p)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Awaitility.await(count + " answers")
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= count;
              });
    }
    Map<String, List<String>> answers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> answer : found) {
      List<String> told =
          answers.computeIfAbsent(new String(answer.key(), UTF_8), _ -> new ArrayList<>());
      String text = new String(answer.value(), UTF_8);
      if (!told.contains(text)) {
        told.add(text);
      }
    }
    return answers;
  }

  /** What the tables say, over all shards and ledger partitions. */
  private Map<String, Long> counted() throws SQLException {
    Map<String, Long> counted = new HashMap<>();
    for (DataSource owner : owners.values()) {
      try (Connection connection = owner.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT word, seen FROM word")) {
        while (row.next()) {
          counted.merge(row.getString(1), row.getLong(2), Long::sum);
        }
      }
    }
    return counted;
  }

  /** A processor on a thread of its own, whose failure is the test's. */
  private static final class Running implements AutoCloseable {
    private final Processor<String> processor;
    private final Thread thread;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Running(Processor<String> processor) {
      this.processor = processor;
      this.thread = Thread.ofPlatform().name("count-words").unstarted(processor::run);
      thread.setUncaughtExceptionHandler((where, error) -> failure.set(error));
      thread.start();
    }

    @Override
    public void close() {
      processor.close();
      try {
        assertThat(thread.join(PATIENCE)).as("the processor stops").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(failure.get()).isNull();
    }
  }
}
