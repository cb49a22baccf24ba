package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.processor.LogBuilder.START;
import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import org.junit.jupiter.api.Test;

final class ReadSliceTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final ReadSlice<Count> reader = new ReadSlice<>(new CounterHandler("outcomes"));
  private final LogBuilder log = new LogBuilder(3);

  @Test
  void read_commandsAndMarkers_endsWhereThePollEnded() {
    log.count(id(Duration.ZERO, 1), "a", 5).marker().count(id(Duration.ZERO, 2), "b", 6).marker();

    ReadSlice.Reading<Count> reading = reader.read(log.slice());

    assertThat(reading.to().nextOffset()).isEqualTo(4);
    assertThat(reading.stoppedBy()).isEmpty();
    assertThat(candidates(reading).stream().map(Entry.Candidate::asNew))
        .containsExactly(
            new NewCommand<>(3, 0, id(Duration.ZERO, 1), new Count("a", 5)),
            new NewCommand<>(3, 2, id(Duration.ZERO, 2), new Count("b", 6)));
  }

  @Test
  void read_samePayloadOfAnotherType_hashesApart() {
    PayloadHash hash = new PayloadHash();
    byte[] payload = "a 5".getBytes(UTF_8);
    assertThat(hash.of("t", payload)).hasSize(16).isEqualTo(hash.of("t", payload.clone()));
    assertThat(hash.of("t", payload)).isNotEqualTo(hash.of("u", payload));
    assertThat(hash.of("t", null)).isEqualTo(hash.of("t", new byte[0]));
  }

  @Test
  void read_timeInTheLog_isTheSmallerOfAppendAndId() {
    log.appendedAt(Duration.ofHours(1)).count(id(Duration.ofHours(9), 1), "a", 1);
    assertThat(reader.read(log.slice()).to().clock().logTimeMillis())
        .isEqualTo(START + Duration.ofHours(1).toMillis());

    log.appendedAt(Duration.ofHours(9)).count(id(Duration.ofHours(2), 2), "a", 1);
    assertThat(reader.read(log.slice()).to().clock().logTimeMillis())
        .isEqualTo(START + Duration.ofHours(2).toMillis());
  }

  @Test
  void read_idBelowTheFloor_isExpired() {
    UUID old = id(Duration.ofMillis(-1), 1);
    log.appendedAt(DAY)
        .count(id(DAY, 1), "a", 1)
        .count(old, "a", 1)
        .count(id(Duration.ZERO, 2), "a", 1);

    ReadSlice.Reading<Count> reading = reader.read(log.slice());

    assertThat(reading.to().clock().floorMillis()).isEqualTo(START);
    assertThat(reading.entries())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Entry.Candidate.class),
            expired -> {
              Entry.Refused<Count> refused = refused(expired);
              assertThat(refused.reason()).isEqualTo(DeadLetterReason.EXPIRED);
              assertThat(refused.id()).contains(old);
              assertThat(refused.command()).contains(new Count("a", 1));
            },
            onTheFloor -> assertThat(onTheFloor).isInstanceOf(Entry.Candidate.class));
  }

  @Test
  void read_idempotentBelowTheFloor_isACandidateThatNobodyRemembers() {
    log.appendedAt(DAY.multipliedBy(2)).count(id(DAY.multipliedBy(2), 1), "a", 1);
    log.count(id(Duration.ZERO, 1), "a", 0).count(id(DAY.multipliedBy(2), 2), "a", 0);

    assertThat(candidates(reader.read(log.slice())).stream().map(Entry.Candidate::remembered))
        .containsExactly(true, false, true);
  }

  @Test
  void read_configureInMidSlice_ruledByTheOldBeforeAndTheNewAfterIt() {
    UUID twoHoursOld = id(Duration.ZERO, 1);
    log.appendedAt(Duration.ofHours(2))
        .count(id(Duration.ofHours(2), 1), "a", 1)
        .count(twoHoursOld, "a", 1)
        .configure(id(Duration.ofHours(2), 2), 1, Duration.ofHours(1))
        .count(twoHoursOld, "a", 1)
        .count(id(Duration.ofHours(2), 3), "a", 1);

    ReadSlice.Reading<Count> reading = reader.read(log.slice());

    assertThat(reading.to().clock())
        .isEqualTo(
            new LogClock(
                START + Duration.ofHours(2).toMillis(),
                START + Duration.ofHours(1).toMillis(),
                Duration.ofHours(1).toMillis(),
                1));
    assertThat(reading.entries().stream().map(e -> e instanceof Entry.Refused<Count>))
        .containsExactly(false, false, true, false);
    assertThat(reading.to().nextOffset()).isEqualTo(5);
  }

  @Test
  void read_unknownRulesVersion_stopsBeforeIt() {
    log.count(id(Duration.ZERO, 1), "a", 1)
        .configure(id(Duration.ZERO, 2), 7, DAY)
        .count(id(Duration.ofHours(1), 3), "a", 1);

    ReadSlice.Reading<Count> reading = reader.read(log.slice());

    assertThat(reading.stoppedBy()).hasValue(7);
    assertThat(reading.to().nextOffset()).isEqualTo(1);
    assertThat(reading.to().clock().rulesVersion()).isEqualTo(1);
    assertThat(reading.entries()).hasSize(1);
  }

  @Test
  void read_unreadable_isRefusedByNameAndMovesNoTime() {
    log.appendedAt(DAY)
        .garbage("{")
        .add(event("test.Other"), new byte[0])
        .add(event(Count.EVENT_TYPE), new byte[] {(byte) 0xff, 0, (byte) 0xc0, 13})
        .add(event(Count.EVENT_TYPE), null)
        .add(event(CommandType.CONFIGURE.eventType()), "{\"rules_version\":1}".getBytes(UTF_8));

    ReadSlice.Reading<Count> reading = reader.read(log.slice());

    assertThat(reading.to().clock()).isEqualTo(LogBuilder.FRESH);
    assertThat(reading.to().nextOffset()).isEqualTo(5);
    List<Entry.Refused<Count>> refused =
        reading.entries().stream().map(ReadSliceTest::refused).toList();
    assertThat(refused.stream().map(Entry.Refused::reason))
        .containsExactly(
            DeadLetterReason.MISSING_HEADER,
            DeadLetterReason.UNKNOWN_TYPE,
            DeadLetterReason.BAD_VALUE,
            DeadLetterReason.BAD_VALUE,
            DeadLetterReason.MISSING_FIELD);
    assertThat(refused.stream().map(Entry.Refused::id))
        .containsExactly(
            Optional.empty(),
            Optional.of(event("any").id()),
            Optional.of(event("any").id()),
            Optional.of(event("any").id()),
            Optional.of(event("any").id()));
    assertThat(refused.get(2).detail()).doesNotContain("\0", "\r");
  }

  @Test
  void read_handlerThatFails_saysAtWhichRecord() {
    ReadSlice<Count> failing = new ReadSlice<>(new FailingHandler());
    log.marker().count(id(Duration.ZERO, 1), "a", 1);
    assertThatThrownBy(() -> failing.read(log.slice()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("commands-3@1");
  }

  private static Event event(String type) {
    return new Event(id(Duration.ZERO, 9), type, "onlyonce/test", Instant.EPOCH);
  }

  private static List<Entry.Candidate<Count>> candidates(ReadSlice.Reading<Count> reading) {
    return reading.entries().stream()
        .filter(e -> e instanceof Entry.Candidate<Count>)
        .map(e -> (Entry.Candidate<Count>) e)
        .toList();
  }

  private static Entry.Refused<Count> refused(Entry<Count> entry) {
    assertThat(entry).isInstanceOf(Entry.Refused.class);
    return (Entry.Refused<Count>) entry;
  }
}
