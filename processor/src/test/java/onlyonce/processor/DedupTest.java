package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import org.junit.jupiter.api.Test;

final class DedupTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final UUID ID = id(Duration.ZERO, 1);
  private static final Reply STORED = new Reply("outcomes", ID, "stored".getBytes(UTF_8));

  private final LogBuilder log = new LogBuilder(3);

  private static List<Entry<Count>> entries(LogBuilder... logs) {
    List<Entry<Count>> entries = new ArrayList<>();
    for (LogBuilder log : logs) {
      entries.addAll(new ReadSlice<>(new CounterHandler("outcomes")).read(log.slice()).entries());
    }
    return entries;
  }

  private static Dedup.Known stored(String payload) {
    return Dedup.Known.stored(
        new PayloadHash().of(Count.EVENT_TYPE, payload.getBytes(UTF_8)), STORED);
  }

  @Test
  void dedup_repeatInOneBatch_isAnsweredWithTheFirstReply() {
    log.count(id(Duration.ZERO, 2), "b", 1).count(ID, "a", 1).marker().count(ID, "a", 1);

    Dedup<Count> dedup = new Dedup<>(entries(log), Map.of());

    assertThat(dedup.fresh().stream().map(e -> e.offset())).containsExactly(0L, 1L);
    assertThat(dedup.refused()).isEmpty();
    Reply other = new Reply("outcomes", ID, new byte[0]);
    Reply first = new Reply("outcomes", ID, "first".getBytes(UTF_8));
    assertThat(dedup.repeats())
        .singleElement()
        .satisfies(
            repeat -> {
              assertThat(repeat.entry().offset()).isEqualTo(3);
              assertThat(repeat.reply(List.of(other, first))).isSameAs(first);
            });
  }

  @Test
  void dedup_stored_isAnsweredWithTheStoredReply() {
    log.count(ID, "a", 1);
    Dedup<Count> dedup = new Dedup<>(entries(log), Map.of(new Dedup.Key(3, ID), stored("a 1")));
    assertThat(dedup.fresh()).isEmpty();
    assertThat(dedup.repeats())
        .singleElement()
        .satisfies(repeat -> assertThat(repeat.reply(List.of())).isSameAs(STORED));
  }

  @Test
  void dedup_otherPayload_isRefusedAsAConflict() {
    log.count(ID, "a", 2).count(id(Duration.ZERO, 2), "b", 1).count(id(Duration.ZERO, 2), "b", 2);

    Dedup<Count> dedup = new Dedup<>(entries(log), Map.of(new Dedup.Key(3, ID), stored("a 1")));

    assertThat(dedup.fresh().stream().map(e -> e.offset())).containsExactly(1L);
    assertThat(dedup.repeats()).isEmpty();
    assertThat(dedup.refused().stream().map(Entry.Refused::reason))
        .containsOnly(DeadLetterReason.CONFLICTS_WITH_EARLIER)
        .hasSize(2);
    assertThat(dedup.refused().getFirst().command()).contains(new Count("a", 2));
  }

  @Test
  void dedup_conflictThenTheFirstPayload_isStillARepeat() {
    log.count(ID, "a", 1).count(ID, "a", 2).count(ID, "a", 1);
    Dedup<Count> dedup = new Dedup<>(entries(log), Map.of());
    assertThat(dedup.fresh()).hasSize(1);
    assertThat(dedup.refused()).hasSize(1);
    assertThat(dedup.repeats().getFirst().entry().offset()).isEqualTo(2);
  }

  @Test
  void dedup_sameIdInAnotherPartition_isNew() {
    log.count(ID, "a", 1);
    LogBuilder other = new LogBuilder(4).count(ID, "a", 1);
    assertThat(new Dedup<>(entries(log, other), Map.of()).fresh()).hasSize(2);
  }

  @Test
  void dedup_idempotentBelowTheFloor_isAppliedEachTime() {
    log.appendedAt(DAY.multipliedBy(2)).count(id(DAY.multipliedBy(2), 2), "a", 1);
    log.count(ID, "a", 0).count(ID, "a", 0);
    Dedup<Count> dedup = new Dedup<>(entries(log), Map.of(new Dedup.Key(3, ID), stored("a 1")));
    assertThat(dedup.fresh()).hasSize(3);
    assertThat(dedup.repeats()).isEmpty();
    assertThat(dedup.refused()).isEmpty();
  }

  @Test
  void dedup_expiredAndThenTheSameId_leavesNoTrace() {
    log.appendedAt(DAY.multipliedBy(2)).count(id(DAY.multipliedBy(2), 2), "a", 1);
    log.count(ID, "a", 1).count(ID, "a", 1);
    assertThat(new Dedup<>(entries(log), Map.of()).refused().stream().map(Entry.Refused::reason))
        .containsExactly(DeadLetterReason.EXPIRED, DeadLetterReason.EXPIRED);
  }
}
