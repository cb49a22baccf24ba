package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.Event;
import onlyonce.messages.Topic;
import onlyonce.messages.UnreadableException;
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

/** Topics, databases and a sender, around processors that count. */
final class CounterPlatform implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, Object> client;
  private final CounterShards shards;
  private final String name;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final CommandIds ids = new CommandIds(Clock.systemUTC(), new Random());

  private CounterPlatform(String bootstrap, String name, CounterShards shards) {
    this.client = Map.of("bootstrap.servers", bootstrap);
    this.shards = shards;
    this.name = name;
    this.partitions = shards.map().partitioning().count();
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("acks", "all");
    properties.put("linger.ms", "5");
    properties.put("max.request.size", "2000000");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Makes the topics, whose names begin with {@code name}, and those of dead letters. */
  static CounterPlatform create(String bootstrap, String name, CounterShards shards)
      throws Exception {
    CounterPlatform platform = new CounterPlatform(bootstrap, name, shards);
    try (Admin admin = Admin.create(platform.client)) {
      platform.createTopic(admin, platform.commands(), platform.partitions);
      platform.createTopic(admin, platform.outcomes(), 3);
      platform.createTopic(admin, Topic.DEAD_LETTERS.topicName(), 3);
    }
    return platform;
  }

  private void createTopic(Admin admin, String topic, int count) throws Exception {
    try {
      var made =
          admin.createTopics(List.of(new NewTopic(topic, Optional.of(count), Optional.empty())));
      made.all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  String commands() {
    return name + "-commands";
  }

  String outcomes() {
    return name + "-outcomes";
  }

  int partitions() {
    return partitions;
  }

  CounterShards shards() {
    return shards;
  }

  Map<String, Object> client() {
    return client;
  }

  CounterHandler handler() {
    return new CounterHandler(outcomes());
  }

  ProcessorSettings settings(String instance) {
    return settings(instance, "group");
  }

  ProcessorSettings settings(String instance, String group) {
    return new ProcessorSettings(
        client, name + "-" + group, commands(), CounterShards.APPLY, instance);
  }

  RunningProcessor start(String instance) {
    return start(instance, handler());
  }

  RunningProcessor start(String instance, Handler<Count> handler) {
    return new RunningProcessor(settings(instance), shards.map(), handler);
  }

  /** In a group of its own: a dead member of another one is not waited for. */
  RunningProcessor startAlone(String instance) {
    return new RunningProcessor(settings(instance, instance), shards.map(), handler());
  }

  UUID newId() {
    return ids.next();
  }

  /** A command as a record, not yet sent. */
  ProducerRecord<byte[], byte[]> command(int partition, UUID id, Count count) {
    return event(partition, id, Count.EVENT_TYPE, count.encode());
  }

  ProducerRecord<byte[], byte[]> event(int partition, UUID id, String type, byte[] value) {
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(commands(), partition, id.toString().getBytes(UTF_8), value);
    new Event(id, type, "onlyonce/test", CommandIds.time(id)).writeTo(sent.headers());
    return sent;
  }

  /** Sends without waiting; {@link #flush} waits for all. */
  void send(int partition, UUID id, Count count) {
    var _ = producer.send(command(partition, id, count));
  }

  /** Sends a new command without waiting, and returns its id. */
  UUID send(int partition, Count count) {
    UUID id = newId();
    send(partition, id, count);
    return id;
  }

  /** Sends, and returns the record's offset. */
  long sendNow(ProducerRecord<byte[], byte[]> sent)
      throws InterruptedException, ExecutionException, TimeoutException {
    return producer.send(sent).get(30, TimeUnit.SECONDS).offset();
  }

  void flush() {
    producer.flush();
  }

  /** Waits until all that is committed in the log is applied, and all outcomes acknowledged. */
  void awaitCaughtUp() {
    producer.flush();
    Map<TopicPartition, Long> ends;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      ends = consumer.endOffsets(positions(consumer, commands()));
    }
    Awaitility.await("all partitions applied and published")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(SQLException.class)
        .untilAsserted(
            () -> {
              for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                CounterShards.Row row = shards.progress(end.getKey().partition());
                if (row.nextOffset() < end.getValue() || row.publishedOffset() < row.nextOffset()) {
                  throw new AssertionError(end + " is not reached: " + row);
                }
              }
            });
  }

  /** All published outcomes, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> readOutcomes() {
    return readAll(outcomes());
  }

  /** The published outcomes of a command. */
  List<ConsumerRecord<byte[], byte[]>> readOutcomes(UUID commandId) {
    String key = commandId.toString();
    return readOutcomes().stream().filter(r -> new String(r.key(), UTF_8).equals(key)).toList();
  }

  /** How often each command was answered, by its id. */
  Map<String, Integer> answers() {
    Map<String, Integer> answers = new HashMap<>();
    readOutcomes().forEach(r -> answers.merge(new String(r.key(), UTF_8), 1, Integer::sum));
    return answers;
  }

  /** The dead letters of this platform's commands. */
  List<ConsumerRecord<byte[], byte[]>> readDeadLetters() throws UnreadableException {
    List<ConsumerRecord<byte[], byte[]>> ours = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> letter : readAll(Topic.DEAD_LETTERS.topicName())) {
      if (DeadLetter.read(letter.headers()).topic().equals(commands())) {
        ours.add(letter);
      }
    }
    return ours;
  }

  List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> positions = positions(consumer, topic);
      consumer.assign(positions);
      consumer.seekToBeginning(positions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(positions);
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (positions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError(topic + " was not read to its end within " + PATIENCE);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
      return found;
    }
  }

  private static List<TopicPartition> positions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
