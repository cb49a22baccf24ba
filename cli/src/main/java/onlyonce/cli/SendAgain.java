package onlyonce.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where redriven records go: into Kafka, or nowhere. */
interface SendAgain extends AutoCloseable {

  /** Sends; the future says where it went, with the answer's words. */
  Future<String> send(ProducerRecord<byte[], byte[]> wireRecord);

  @Override
  void close();

  /** Only says where a record would go. */
  static SendAgain dry() {
    return new SendAgain() {
      @Override
      public Future<String> send(ProducerRecord<byte[], byte[]> wireRecord) {
        return CompletableFuture.completedFuture(
            "would be sent to " + wireRecord.topic() + "-" + wireRecord.partition());
      }

      @Override
      public void close() {}
    };
  }

  /** Sends until every replica in sync has it. */
  static SendAgain into(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    return new SendAgain() {
      @Override
      public Future<String> send(ProducerRecord<byte[], byte[]> wireRecord) {
        CompletableFuture<String> sent = new CompletableFuture<>();
        var _ =
            producer.send(
                wireRecord,
                (metadata, failure) -> {
                  if (failure != null) {
                    sent.completeExceptionally(failure);
                  } else {
                    sent.complete(sentTo(metadata));
                  }
                });
        return sent;
      }

      @Override
      public void close() {
        producer.close();
      }
    };
  }

  private static String sentTo(RecordMetadata metadata) {
    return "sent to %s-%d@%d".formatted(metadata.topic(), metadata.partition(), metadata.offset());
  }
}
