package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record that was refused into its dead letter. Brokers take a record of a megabyte; one
 * that fills it has no room for reason and origin, and a letter that no broker takes would stop the
 * partition for ever. So of such a record only the origin is kept, where its bytes still stand.
 */
final class RefusedRecord {
  private static final int MAX_BYTES = 1_000_000;
  private static final int MAX_DETAIL_CHARS = 500;

  private RefusedRecord() {}

  static Record<byte[], byte[]> asDeadLetter(
      Record<byte[], byte[]> refused,
      RecordMetadata origin,
      DeadLetterReason reason,
      String detail) {
    int bytes = size(refused);
    if (bytes > MAX_BYTES) {
      String left = "%s; its %d bytes are left out here".formatted(shortened(detail), bytes);
      Headers headers = described(new RecordHeaders(), origin, reason, left);
      return new Record<>(null, null, refused.timestamp(), headers);
    }
    Headers headers =
        described(new RecordHeaders(refused.headers()), origin, reason, shortened(detail));
    return new Record<>(refused.key(), refused.value(), refused.timestamp(), headers);
  }

  private static Headers described(
      Headers headers, RecordMetadata origin, DeadLetterReason reason, String detail) {
    new DeadLetter(reason, detail, origin.topic(), origin.partition(), origin.offset())
        .writeTo(headers);
    return headers;
  }

  private static int size(Record<byte[], byte[]> kafkaRecord) {
    int bytes = length(kafkaRecord.key()) + length(kafkaRecord.value());
    for (Header header : kafkaRecord.headers()) {
      bytes += header.key().getBytes(UTF_8).length + length(header.value()) + 8;
    }
    return bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL_CHARS
        ? detail
        : detail.substring(0, MAX_DETAIL_CHARS) + "…";
  }
}
