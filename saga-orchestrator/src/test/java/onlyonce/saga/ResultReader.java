package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed results. Used by one thread. */
final class ResultReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Told> told = new ArrayList<>();

  /** One result, and when it was appended, in milliseconds since 1970. */
  record Told(TransferResult result, long appendedMillis) {}

  ResultReader(String bootstrapServers) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, Sample.SIX.count())
            .mapToObj(p -> new TopicPartition(Topic.TRANSFER_RESULTS.topicName(), p))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All results so far, in the order of reading. */
  List<Told> read() {
    for (ConsumerRecord<byte[], byte[]> kafkaRecord : consumer.poll(Duration.ofMillis(50))) {
      try {
        TransferResult result = TransferResultCodec.decode(kafkaRecord.value());
        if (!UUID.fromString(new String(kafkaRecord.key(), UTF_8)).equals(result.transferId())) {
          throw new IllegalStateException("a result under a foreign key: " + result);
        }
        told.add(new Told(result, kafkaRecord.timestamp()));
      } catch (UnreadableException e) {
        throw new IllegalStateException("an unreadable result: " + e.detail(), e);
      }
    }
    return List.copyOf(told);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
