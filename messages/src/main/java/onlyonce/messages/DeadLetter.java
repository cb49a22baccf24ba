package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Why a record was put aside, and where it came from. On {@code dead-letters} the original key,
 * value and headers stay as they were; these are headers beside them. The origin identifies a dead
 * letter, which may arrive more than once.
 *
 * @param detail the reason in words
 */
public record DeadLetter(
    DeadLetterReason reason, String detail, String topic, int partition, long offset) {
  private static final String REASON = "dead_letter_reason";
  private static final String DETAIL = "dead_letter_detail";
  private static final String TOPIC = "dead_letter_topic";
  private static final String PARTITION = "dead_letter_partition";
  private static final String OFFSET = "dead_letter_offset";

  /** The dead letter of a record that was refused. */
  public static DeadLetter of(ConsumerRecord<?, ?> origin, DeadLetterReason reason, String detail) {
    return new DeadLetter(reason, detail, origin.topic(), origin.partition(), origin.offset());
  }

  /** Adds reason and origin to the headers that the original had. */
  public void writeTo(Headers headers) {
    headers.add(REASON, reason.label().getBytes(UTF_8));
    headers.add(DETAIL, detail.getBytes(UTF_8));
    headers.add(TOPIC, topic.getBytes(UTF_8));
    headers.add(PARTITION, Integer.toString(partition).getBytes(UTF_8));
    headers.add(OFFSET, Long.toString(offset).getBytes(UTF_8));
  }

  /**
   * The record for {@code dead-letters}.
   *
   * @param origin the refused record, with all that it held
   */
  public ProducerRecord<byte[], byte[]> toProducerRecord(ConsumerRecord<byte[], byte[]> origin) {
    ProducerRecord<byte[], byte[]> kafkaRecord =
        new ProducerRecord<>(
            Topic.DEAD_LETTERS.topicName(), null, origin.key(), origin.value(), origin.headers());
    writeTo(kafkaRecord.headers());
    return kafkaRecord;
  }

  /**
   * Reads reason and origin from a record of {@code dead-letters}.
   *
   * @throws UnreadableException when one is missing: somebody else wrote the record
   */
  public static DeadLetter read(Headers headers) throws UnreadableException {
    String reason = require(headers, REASON);
    try {
      return new DeadLetter(
          DeadLetterReason.ofLabel(reason)
              .orElseThrow(() -> new IllegalArgumentException("no reason \"" + reason + '"')),
          require(headers, DETAIL),
          require(headers, TOPIC),
          Integer.parseInt(require(headers, PARTITION)),
          Long.parseLong(require(headers, OFFSET)));
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          DeadLetterReason.BAD_HEADER, "not a dead letter: " + e.getMessage());
    }
  }

  private static String require(Headers headers, String name) throws UnreadableException {
    @Nullable String value = Event.text(headers, name);
    if (value == null) {
      throw new UnreadableException(
          DeadLetterReason.MISSING_HEADER, "header " + name + " is missing");
    }
    return value;
  }
}
