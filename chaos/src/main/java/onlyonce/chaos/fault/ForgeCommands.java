package onlyonce.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.messages.Event;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Somebody writes commands that no client sends: of unknown types, to a partition that is not the
 * account's, with fields that there are not, without an id. None may move money. Observed: each
 * becomes a dead letter.
 */
public final class ForgeCommands implements Fault {
  private static final int COUNT = 30;
  private static final String SOURCE = "onlyonce/chaos";

  private final Surroundings surroundings;
  private final long seed;

  /**
   * @param seed of what is forged after which Post
   */
  public ForgeCommands(Surroundings surroundings, long seed) {
    this.surroundings = surroundings;
    this.seed = seed;
  }

  @Override
  public String kind() {
    return "forge";
  }

  @Override
  public String lane() {
    return Intruder.LANE;
  }

  @Override
  public String aim() {
    return Intruder.TARGET;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    SplittableRandom random = new SplittableRandom(seed);
    CommandIds ids = new CommandIds(Clock.systemUTC(), random);
    try (LogView log = new LogView(surroundings.clientProperties())) {
      int partitions = log.count(Topic.LEDGER_COMMANDS);
      List<ProducerRecord<byte[], byte[]>> forged = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> post : ClientRecords.posts(log, random, COUNT)) {
        forged.add(forged(post, ids.next(), forged.size(), partitions));
      }
      Map<TopicPartition, Long> begin = log.ends(Topic.DEAD_LETTERS);
      List<RecordMetadata> written = new Intruder(surroundings.clientProperties()).write(forged);
      return new Intrusion(
          "%d forged records written".formatted(forged.size()),
          new RefusedLetters(surroundings, begin, written));
    }
  }

  private static ProducerRecord<byte[], byte[]> forged(
      ConsumerRecord<byte[], byte[]> post, UUID id, int number, int partitions) {
    String commands = Topic.LEDGER_COMMANDS.topicName();
    String type = CommandType.POST.eventType();
    return switch (number % 6) {
      case 0 -> of(post, commands, post.partition(), post.value(), id, "onlyonce.Mint");
      case 1 -> of(post, commands, (post.partition() + 1) % partitions, post.value(), id, type);
      case 2 -> of(post, commands, post.partition(), withAnotherField(post.value()), id, type);
      case 3 ->
          of(
              post,
              commands,
              post.partition(),
              post.value(),
              UUID.nameUUIDFromBytes(bytes(id)),
              type);
      case 4 -> new ProducerRecord<>(commands, post.partition(), post.key(), post.value());
      default -> of(post, Topic.TRANSFERS.topicName(), null, post.value(), id, "onlyonce.Gift");
    };
  }

  private static byte[] bytes(UUID id) {
    return id.toString().getBytes(UTF_8);
  }

  private static byte[] withAnotherField(byte[] payload) {
    return new String(payload, UTF_8).replaceFirst("\\{", "{\"bonus_minor\":1,").getBytes(UTF_8);
  }

  private static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> post,
      String topic,
      @Nullable Integer partition,
      byte[] payload,
      UUID id,
      String type) {
    ProducerRecord<byte[], byte[]> wireRecord =
        new ProducerRecord<>(topic, partition, post.key(), payload);
    new Event(id, type, SOURCE, Clock.systemUTC().instant()).writeTo(wireRecord.headers());
    return wireRecord;
  }
}
