package onlyonce.chaos.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Clients' records come again under their ids, but broken: cut off, with a byte turned, or empty.
 * Observed: each becomes a dead letter.
 */
public final class CorruptCommands implements Fault {
  private static final int EACH = 15;

  private final Surroundings surroundings;
  private final long seed;

  /**
   * @param seed of what is broken, and how
   */
  public CorruptCommands(Surroundings surroundings, long seed) {
    this.surroundings = surroundings;
    this.seed = seed;
  }

  @Override
  public String kind() {
    return "corrupt";
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
    try (LogView log = new LogView(surroundings.clientProperties())) {
      List<ConsumerRecord<byte[], byte[]>> originals =
          new ArrayList<>(ClientRecords.posts(log, random, EACH));
      originals.addAll(ClientRecords.transfers(log, random, EACH));
      List<ProducerRecord<byte[], byte[]>> broken = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> original : originals) {
        broken.add(ClientRecords.copy(original, corrupted(original.value(), broken.size())));
      }
      Map<TopicPartition, Long> begin = log.ends(Topic.DEAD_LETTERS);
      List<RecordMetadata> written = new Intruder(surroundings.clientProperties()).write(broken);
      return new Intrusion(
          "%d records written again, broken".formatted(broken.size()),
          new RefusedLetters(surroundings, begin, written));
    }
  }

  /** Never a payload that can be read. */
  private static byte @Nullable [] corrupted(byte[] payload, int number) {
    return switch (number % 3) {
      case 0 -> Arrays.copyOf(payload, payload.length / 2);
      case 1 -> {
        byte[] turned = payload.clone();
        turned[0] ^= 0x55; // No JSON object begins so.
        yield turned;
      }
      default -> null;
    };
  }
}
