package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FoundDeadLetterTest {
  private static final FoundDeadLetter WRONG =
      DeadLetterSample.of(DeadLetterReason.WRONG_PARTITION, "onlyonce.Post", "{}".getBytes(UTF_8));

  @Test
  void of_deadLetter_saysWhereFromAndWhy() {
    assertThat(WRONG.place()).isEqualTo("2@5");
    assertThat(WRONG.reason()).isEqualTo("WrongPartition");
    assertThat(WRONG.detail()).isEqualTo("for a test");
    assertThat(WRONG.origin()).isEqualTo("ledger-commands-3@17");
    assertThat(WRONG.id()).isEqualTo(DeadLetterSample.ID.toString());
    assertThat(WRONG.type()).isEqualTo("onlyonce.Post");
  }

  @Test
  void of_whatStrangersWrote_isFitForATerminal() {
    ConsumerRecord<byte[], byte[]> kept = DeadLetterSample.kept("x".getBytes(UTF_8));
    kept.headers().add("ce_id", ("\u001b[31m" + "x".repeat(500)).getBytes(UTF_8));
    FoundDeadLetter found = FoundDeadLetter.of(kept);

    assertThat(found.letter()).isEmpty();
    assertThat(found.id()).startsWith("?[31mxxx").hasSize(120);
    assertThat(List.of(found.type(), found.origin(), found.reason())).containsOnly("-");
    assertThat(found.detail()).contains("somebody else wrote it");
  }

  @Test
  void choice_takesWhatFits() {
    UUID other = UUID.fromString("0198c000-0000-7000-8000-000000000002");

    assertThat(DeadLetterChoice.of(List.of(), null).takes(WRONG)).isTrue();
    assertThat(DeadLetterChoice.of(List.of(), "wrongpartition").takes(WRONG)).isTrue();
    assertThat(DeadLetterChoice.of(List.of(), "Expired").takes(WRONG)).isFalse();
    assertThat(DeadLetterChoice.of(List.of(other, DeadLetterSample.ID), null).takes(WRONG))
        .isTrue();
    assertThat(DeadLetterChoice.of(List.of(other), "WrongPartition").takes(WRONG)).isFalse();
  }

  @Test
  void json_hasAllFields() {
    JsonNode json = JsonMapper.shared().readTree(DeadLettersListCommand.json(List.of(WRONG)));

    assertThat(json).hasSize(1);
    assertThat(json.get(0).propertyNames())
        .containsExactlyInAnyOrder(
            "partition", "offset", "at", "reason", "detail", "origin", "id", "type");
    assertThat(json.get(0).get("origin").asString()).isEqualTo("ledger-commands-3@17");
  }
}
