package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.junit.jupiter.api.Test;

final class PublicationTest {
  private static final UUID ID = id(Duration.ZERO, 1);
  private static final CounterHandler HANDLER = new CounterHandler("outcomes");

  private static Entry.Refused<Count> firstRefused(LogBuilder log) {
    return (Entry.Refused<Count>) new ReadSlice<>(HANDLER).read(log.slice()).entries().getFirst();
  }

  private static Publication refusal(Entry.Refused<Count> refused) {
    return new Publication.Refusal<>(HANDLER, refused, Objects.requireNonNull(refused.origin()));
  }

  @Test
  void reply_twice_isTheSameMessage() {
    Reply reply = new Reply("outcomes", ID, "a=1".getBytes(UTF_8));
    var message = new Publication.Answer(HANDLER, 7, ID, reply).messages().getFirst();
    var again = new Publication.Answer(HANDLER, 7, ID, reply).messages().getFirst();
    assertThat(message.headers()).isEqualTo(again.headers());
    assertThat(message.value()).isEqualTo(again.value());
    assertThat(message.key()).isEqualTo(again.key());
    assertThat(message.key()).isEqualTo(ID.toString().getBytes(UTF_8));
    assertThat(message.partition()).isNull();
  }

  @Test
  void refusal_unreadable_keepsItsBytesAndSaysWhereItWas() throws UnreadableException {
    var refusal = refusal(firstRefused(new LogBuilder(3).marker().garbage("?")));
    assertThat(refusal.offset()).isEqualTo(1);
    var letter = refusal.messages().getFirst();
    assertThat(letter.value()).isEqualTo("?".getBytes(UTF_8));
    assertThat(DeadLetter.read(letter.headers()))
        .isEqualTo(
            new DeadLetter(
                DeadLetterReason.MISSING_HEADER,
                "header ce_specversion is missing",
                "commands",
                3,
                1));
  }

  @Test
  void refusal_tooLargeForADeadLetter_staysInTheLogAlone() throws UnreadableException {
    Entry.Refused<Count> huge = firstRefused(new LogBuilder(3).garbage("x".repeat(1_000_000)));
    var letter = refusal(huge).messages().getFirst();
    assertThat(letter.value()).isNull();
    assertThat(DeadLetter.read(letter.headers()).detail())
        .endsWith("(its 1000000 bytes stay at its origin)");
  }

  @Test
  void refusal_ofASagaStep_tellsTheSagaToo() throws UnreadableException {
    LogBuilder log = new LogBuilder(3).count(ID, "saga", 1).count(ID, "saga", 2);
    var entries = new ReadSlice<>(HANDLER).read(log.slice()).entries();
    var conflict = new Dedup<>(entries, java.util.Map.of()).refused().getFirst();

    var messages =
        new Publication.Refusal<>(HANDLER, conflict, log.slice().records().get(1)).messages();

    assertThat(messages).hasSize(2);
    assertThat(messages.get(1).topic()).isEqualTo("outcomes");
    assertThat(messages.get(1).value()).isEqualTo("ConflictsWithEarlier".getBytes(UTF_8));
    assertThat(Event.read(messages.get(1).headers()).id())
        .isEqualTo(CommandIds.derived(ID, "refused-1"));
  }
}
