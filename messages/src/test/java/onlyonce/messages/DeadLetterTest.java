package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {

  @Test
  void toProducerRecord_origin_isKeptWhole() throws UnreadableException {
    ConsumerRecord<byte[], byte[]> origin =
        new ConsumerRecord<>("ledger-commands", 3, 17, "k".getBytes(UTF_8), new byte[] {0, -1});
    origin.headers().add("odd", new byte[] {-2});
    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(origin, DeadLetterReason.BAD_JSON, "the payload is no JSON")
            .toProducerRecord(origin);

    assertThat(letter.topic()).isEqualTo("dead-letters");
    assertThat(letter.key()).isEqualTo(origin.key());
    assertThat(letter.value()).isEqualTo(origin.value());
    assertThat(letter.headers().lastHeader("odd").value()).containsExactly(-2);
    assertThat(DeadLetter.read(letter.headers()))
        .isEqualTo(
            new DeadLetter(
                DeadLetterReason.BAD_JSON, "the payload is no JSON", "ledger-commands", 3, 17));
  }

  @Test
  void toProducerRecord_nothingInTheOrigin_isKeptToo() {
    ConsumerRecord<byte[], byte[]> origin = new ConsumerRecord<>("transfers", 0, 0, null, null);
    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(origin, DeadLetterReason.MISSING_HEADER, "header ce_id is missing")
            .toProducerRecord(origin);

    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
  }

  @Test
  void read_foreignRecord_isRefused() {
    assertThatThrownBy(() -> DeadLetter.read(new RecordHeaders()))
        .hasMessage("header dead_letter_reason is missing");
  }

  @Test
  void read_badNumber_isRefused() {
    RecordHeaders headers = new RecordHeaders();
    new DeadLetter(DeadLetterReason.EXPIRED, "old", "transfers", 1, 2).writeTo(headers);
    headers.add("dead_letter_offset", "two".getBytes(UTF_8));

    assertThatThrownBy(() -> DeadLetter.read(headers)).hasMessageContaining("not a dead letter");
  }
}
