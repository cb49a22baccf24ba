package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandIdsTest {
  private static final UUID ID = UUID.fromString("01998f5a-7c00-7abc-8def-0123456789ab");
  private static final Instant NOW = Instant.parse("2026-09-21T14:13:20.123Z");

  /** Computed with another program: a retried step must be the same command for ever. */
  @ParameterizedTest
  @CsvSource({
    "Configure,  01998f5a-7c00-76cc-bb62-72a978d5f83d",
    "Open,       01998f5a-7c00-7b55-a1a3-3fa29babedfd",
    "Close,      01998f5a-7c00-7b14-becc-49aa284ed3b1",
    "Post,       01998f5a-7c00-748c-a645-b27ff33f1ff8",
    "Hold,       01998f5a-7c00-76e2-9751-7b67b3d67af7",
    "Credit,     01998f5a-7c00-7c0c-9f4b-e6222b8d1b6e",
    "Settle,     01998f5a-7c00-70e9-be20-e9340495c9ae",
    "Release,    01998f5a-7c00-72b7-a687-a14bc9285271",
    "outcome,    01998f5a-7c00-75a8-99c7-a9925ed7ffa0",
    "result,     01998f5a-7c00-7ade-bf09-ef0845f8ae36",
    "refused-17, 01998f5a-7c00-7b39-965a-e919f6bd62ff",
    "'',         01998f5a-7c00-7e7f-a78f-ea503bcad057"
  })
  void derived_goldenValues_staySo(String name, UUID expected) {
    assertThat(CommandIds.derived(ID, name)).isEqualTo(expected);
    CommandType.ofLabel(name)
        .ifPresent(step -> assertThat(CommandIds.ofStep(ID, step)).isEqualTo(expected));
  }

  @Test
  void derived_anyName_keepsTimeVersionAndVariant() {
    HashSet<UUID> derived = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      UUID id = CommandIds.derived(ID, "name-" + i);
      assertThat(CommandIds.isVersion7(id)).isTrue();
      assertThat(CommandIds.timeMillis(id)).isEqualTo(CommandIds.timeMillis(ID));
      derived.add(id);
    }
    assertThat(derived).hasSize(1_000).doesNotContain(ID);
  }

  @Test
  void next_sameClockAndSeed_givesRisingIdsOfThatTime() {
    CommandIds ids = ids();
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
    }
    assertThat(made).allMatch(CommandIds::isVersion7).doesNotHaveDuplicates();
    assertThat(made.stream().map(UUID::toString).toList()).isSorted();
    assertThat(CommandIds.time(made.getFirst())).isEqualTo(NOW);
  }

  @Test
  void next_sameClockAndSeed_isRepeatable() {
    assertThat(ids().next()).isEqualTo(ids().next());
  }

  @Test
  void lowest_ofAMillisecond_isBelowAllOfIt() {
    UUID lowest = CommandIds.lowest(NOW.toEpochMilli());

    assertThat(CommandIds.isVersion7(lowest)).isTrue();
    assertThat(CommandIds.timeMillis(lowest)).isEqualTo(NOW.toEpochMilli());
    assertThat(lowest.toString()).isLessThan(ids().next().toString());
    assertThat(CommandIds.lowest(NOW.toEpochMilli() + 1).toString())
        .isGreaterThan(ids().next().toString());
  }

  @Test
  void isVersion7_others_areNot() {
    assertThat(CommandIds.isVersion7(UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2")))
        .isFalse();
    assertThat(CommandIds.isVersion7(UUID.fromString("01998f5a-7c00-7abc-cdef-0123456789ab")))
        .isFalse();
    assertThat(CommandIds.isVersion7(new UUID(0, 0))).isFalse();
  }

  private static CommandIds ids() {
    return new CommandIds(Clock.fixed(NOW, ZoneOffset.UTC), new SplittableRandom(7));
  }
}
