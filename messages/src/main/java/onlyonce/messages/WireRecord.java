package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record as it goes to Kafka. The partition is always explicit: routes are computed once and
 * journalled, and librdkafka and Java partition differently by default.
 */
public record WireRecord(String topic, int partition, String key, Event event, byte[] value) {

  /** The record for Kafka's producer. */
  public ProducerRecord<byte[], byte[]> toProducerRecord() {
    ProducerRecord<byte[], byte[]> kafkaRecord =
        new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value);
    event.writeTo(kafkaRecord.headers());
    return kafkaRecord;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireRecord that
        && topic.equals(that.topic)
        && partition == that.partition
        && key.equals(that.key)
        && event.equals(that.event)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return event.hashCode();
  }
}
