package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TransferCodecTest {
  private static final UUID ID = UUID.fromString("01998f5a-7c00-7abc-8def-0123456789ab");
  private static final Transfer TRANSFER =
      new Transfer(
          ID,
          new AccountId("alice"),
          new AccountId("bob"),
          new Amount(250),
          new CurrencyCode("EUR"));

  @Test
  void encode_transfer_givesTheBytesOfItsPost() {
    assertThat(new String(TransferCodec.encode(TRANSFER), UTF_8))
        .isEqualTo("{\"from\":\"alice\",\"to\":\"bob\",\"amount_minor\":250,\"currency\":\"EUR\"}");
    assertThat(TransferCodec.encode(TRANSFER)).isEqualTo(CommandCodec.encode(TRANSFER.asPost()));
  }

  @Test
  void decode_encoded_givesItBackWithItsId() throws UnreadableException {
    assertThat(TransferCodec.decode(event("onlyonce.Transfer"), TransferCodec.encode(TRANSFER)))
        .isEqualTo(TRANSFER);
  }

  @Test
  void decode_commandOnTransfers_isUnknownType() {
    UnreadableException refusal =
        catchThrowableOfType(
            UnreadableException.class,
            () -> TransferCodec.decode(event("onlyonce.Post"), TransferCodec.encode(TRANSFER)));

    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.UNKNOWN_TYPE);
    assertThat(refusal.detail())
        .isEqualTo("ce_type must be onlyonce.Transfer but is \"onlyonce.Post\"");
  }

  @Test
  void decode_unknownField_isRefused() {
    UnreadableException refusal =
        catchThrowableOfType(
            UnreadableException.class,
            () ->
                TransferCodec.decode(event("onlyonce.Transfer"), "{\"id\":\"x\"}".getBytes(UTF_8)));

    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.UNKNOWN_FIELD);
  }

  private static Event event(String type) {
    return new Event(ID, type, "/test", Instant.EPOCH);
  }
}
