package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class SagaRequestCodecTest {
  private static final UUID ID = CommandIds.lowest(1_790_000_000_000L);

  @Test
  void decode_whatWasEncoded_isTheSame() throws UnreadableException {
    Version version = new Version(3, 77);
    for (SagaRequest request :
        List.of(
            new SagaRequest.Resume(ID, Optional.empty()),
            new SagaRequest.Resume(ID, Optional.of(new DestinationReading.Credited(version))),
            new SagaRequest.Resume(ID, Optional.of(new DestinationReading.NotCredited(version))),
            new SagaRequest.Compensate(ID))) {
      assertThat(SagaRequestCodec.isRequest(request.eventType())).isTrue();
      assertThat(decode(request.eventType(), SagaRequestCodec.encode(request))).isEqualTo(request);
    }
  }

  @Test
  void encode_aReading_isThisJson() {
    SagaRequest resume =
        new SagaRequest.Resume(
            ID, Optional.of(new DestinationReading.NotCredited(new Version(3, 77))));

    assertThat(new String(SagaRequestCodec.encode(resume), UTF_8))
        .isEqualTo(
            "{\"transfer_id\":\"%s\",\"credited\":false,\"partition\":3,\"version\":77}"
                .formatted(ID));
  }

  @Test
  void decode_anythingElse_isRefusedByName() {
    String id = "\"transfer_id\":\"" + ID + "\"";
    assertRefused(SagaRequestCodec.RESUME, "{}", DeadLetterReason.MISSING_FIELD);
    assertRefused(
        SagaRequestCodec.RESUME, "{" + id + ",\"credited\":true}", DeadLetterReason.MISSING_FIELD);
    assertRefused(
        SagaRequestCodec.RESUME,
        "{" + id + ",\"partition\":1,\"version\":2}",
        DeadLetterReason.MISSING_FIELD);
    assertRefused(
        SagaRequestCodec.COMPENSATE,
        "{" + id + ",\"credited\":true}",
        DeadLetterReason.UNKNOWN_FIELD);
    assertRefused(TransferCodec.EVENT_TYPE, "{" + id + "}", DeadLetterReason.UNKNOWN_TYPE);
  }

  @Test
  void attempt_inHeaders_isReadAgainAndNothingElseIs() {
    RecordHeaders headers = new RecordHeaders();
    assertThat(Attempt.read(headers)).isEmpty();
    Attempt.writeTo(headers, 12);
    assertThat(Attempt.read(headers)).hasValue(12);
    headers.add(Attempt.HEADER, "012".getBytes(UTF_8));
    assertThat(Attempt.read(headers)).isEmpty();
  }

  private static void assertRefused(String type, String json, DeadLetterReason reason) {
    assertThatThrownBy(() -> decode(type, json.getBytes(UTF_8)))
        .as(json)
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static SagaRequest decode(String type, byte[] payload) throws UnreadableException {
    return SagaRequestCodec.decode(new Event(ID, type, "test", Instant.EPOCH), payload);
  }
}
