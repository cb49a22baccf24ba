package onlyonce.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTest {
  private static final UUID ID = UUID.fromString("01998f5a-7c00-7abc-8def-0123456789ab");
  private static final Instant TIME = Instant.parse("2026-09-21T14:13:20.123456Z");
  private static final byte[] VALUE =
      "{\"from\":\"a\",\"to\":\"b\",\"amount_minor\":5,\"currency\":\"EUR\"}".getBytes(UTF_8);

  /** The CloudEvents project's own reader, which knows nothing of ours. */
  @Test
  void toProducerRecord_readByTheCloudEventsSdk_isTheSameEvent() {
    CloudEvent event = KafkaMessageFactory.createReader(received(wireRecord())).toEvent();

    assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
    assertThat(event.getId()).isEqualTo(ID.toString());
    assertThat(event.getType()).isEqualTo("onlyonce.Transfer");
    assertThat(event.getSource()).isEqualTo(URI.create("/onlyonce/producer"));
    assertThat(event.getTime()).isEqualTo(TIME.atOffset(ZoneOffset.UTC));
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(Objects.requireNonNull(event.getData()).toBytes()).isEqualTo(VALUE);
    assertThat(event.getExtensionNames()).isEmpty();
  }

  @Test
  void toProducerRecord_places_areExplicit() {
    ProducerRecord<byte[], byte[]> sent = wireRecord().toProducerRecord();

    assertThat(sent.topic()).isEqualTo("transfers");
    assertThat(sent.partition()).isEqualTo(3);
    assertThat(sent.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(sent.timestamp()).isNull();
  }

  @Test
  void read_ownHeaders_givesTheEventBack() throws UnreadableException {
    assertThat(Event.read(wireRecord().toProducerRecord().headers()))
        .isEqualTo(wireRecord().event());
  }

  @Test
  void read_otherHeadersBeside_changesNothing() throws UnreadableException {
    Headers headers = headers();
    headers.add("traceparent", "00-abc".getBytes(UTF_8));
    headers.add("ce_extension", new byte[0]);
    headers.remove(Event.CONTENT_TYPE);

    assertThat(Event.read(headers)).isEqualTo(wireRecord().event());
  }

  @Test
  void read_timeWithOffset_isTheSameInstant() throws UnreadableException {
    Headers headers = with(Event.TIME, "2026-09-21T16:13:20.123456+02:00");

    assertThat(Event.read(headers).time()).isEqualTo(TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {Event.ID, Event.TYPE, Event.SOURCE, Event.TIME, Event.SPEC_VERSION})
  void read_missingHeader_saysWhich(String name) {
    Headers without = headers();
    without.remove(name);
    assertRefused(without, DeadLetterReason.MISSING_HEADER, "header " + name + " is missing");
    assertRefused(
        with(name, ""), DeadLetterReason.MISSING_HEADER, "header " + name + " is missing");
    Headers withNull = headers();
    withNull.remove(name);
    withNull.add(name, null);
    assertRefused(withNull, DeadLetterReason.MISSING_HEADER, "header " + name + " is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ce_specversion | 0.3                                  | BAD_HEADER | ce_specversion must be 1.0 but is "0.3"
          ce_time        | yesterday                            | BAD_HEADER | ce_time must be an RFC 3339 time but is "yesterday"
          ce_time        | 1790000000000                        | BAD_HEADER | ce_time must be an RFC 3339 time but is "1790000000000"
          ce_time        | 2026-09-21T14:13:20                  | BAD_HEADER | ce_time must be an RFC 3339 time but is "2026-09-21T14:13:20"
          ce_id          | 7                                    | BAD_ID | ce_id must be a UUIDv7 in lower case but is "7"
          ce_id          | 01998F5A-7C00-7ABC-8DEF-0123456789AB | BAD_ID | ce_id must be a UUIDv7 in lower case but is "01998F5A-7C00-7ABC-8DEF-0123456789AB"
          ce_id          | 7d444840-9dc0-41d1-b245-5ffdce74fad2 | BAD_ID | ce_id must be a UUIDv7 in lower case but is "7d444840-9dc0-41d1-b245-5ffdce74fad2"
          ce_id          | 01998f5a-7c00-7abc-cdef-0123456789ab | BAD_ID | ce_id must be a UUIDv7 in lower case but is "01998f5a-7c00-7abc-cdef-0123456789ab"
          ce_id          | 1-1-7001-8001-1                      | BAD_ID | ce_id must be a UUIDv7 in lower case but is "1-1-7001-8001-1"
          ce_id          | {01998f5a-7c00-7abc-8def-0123456789ab} | BAD_ID | ce_id must be a UUIDv7 in lower case but is
          """)
  void read_badHeader_saysWhy(String name, String value, DeadLetterReason reason, String detail) {
    assertRefused(with(name, value), reason, detail);
  }

  @Test
  void read_idOfOtherBytes_isBadId() {
    Headers headers = headers();
    headers.remove(Event.ID);
    headers.add(Event.ID, "é".getBytes(ISO_8859_1));

    assertRefused(headers, DeadLetterReason.BAD_ID, "ce_id must be a UUIDv7");
  }

  private static void assertRefused(Headers headers, DeadLetterReason reason, String detail) {
    UnreadableException refusal =
        catchThrowableOfType(UnreadableException.class, () -> Event.read(headers));

    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).startsWith(detail);
  }

  private static WireRecord wireRecord() {
    Event event = new Event(ID, "onlyonce.Transfer", "/onlyonce/producer", TIME);
    return new WireRecord("transfers", 3, "key", event, VALUE);
  }

  private static Headers headers() {
    return new RecordHeaders(wireRecord().toProducerRecord().headers());
  }

  private static Headers with(String name, String value) {
    Headers headers = headers();
    headers.remove(name);
    headers.add(name, value.getBytes(UTF_8));
    return headers;
  }

  private static ConsumerRecord<String, byte[]> received(WireRecord wireRecord) {
    ProducerRecord<byte[], byte[]> sent = wireRecord.toProducerRecord();
    return new ConsumerRecord<>(
        sent.topic(),
        wireRecord.partition(),
        17,
        TIME.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        sent.key().length,
        sent.value().length,
        wireRecord.key(),
        sent.value(),
        sent.headers(),
        java.util.Optional.empty());
  }
}
