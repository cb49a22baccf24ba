package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class KnownIdsTest {
  private static final int GENERATION = 50;

  private final KnownIds knownIds = new KnownIds(GENERATION);

  private static Entry.Candidate<Count> candidate(int partition, UUID id) {
    return new Entry.Candidate<>(partition, 0, id, new byte[16], new Count("k", 1), true);
  }

  @Test
  void isNew_partitionNotBegun_isNever() {
    assertThat(knownIds.isNew(0, LogBuilder.id(Duration.ZERO, 1))).isFalse();
  }

  @Test
  void isNew_belowTheLargestAtTakeover_mustBeLookedUp() {
    UUID largest = LogBuilder.id(Duration.ofHours(1), 1);
    knownIds.begin(0, largest);
    assertThat(knownIds.isNew(0, largest)).isFalse();
    assertThat(knownIds.isNew(0, LogBuilder.id(Duration.ZERO, 2))).isFalse();
    assertThat(knownIds.isNew(0, LogBuilder.id(Duration.ofHours(2), 3))).isTrue();
    knownIds.forget(0);
    assertThat(knownIds.isNew(0, LogBuilder.id(Duration.ofHours(2), 3))).isFalse();
  }

  /** Whatever comes in whatever order: "new" is never said of an id that was processed. */
  @Test
  void isNew_anyHistory_isNeverSaidOfAProcessedId() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int saidNew = 0;
    for (int run = 0; run < 50; run++) {
      Set<UUID> processed = new HashSet<>();
      UUID largest = LogBuilder.id(Duration.ofMinutes(10), run);
      processed.add(largest);
      knownIds.begin(0, largest);
      for (int i = 0; i < 1_000; i++) {
        Duration time = Duration.ofSeconds(i + random.nextInt(100));
        UUID id = LogBuilder.id(time, random.nextInt(3));
        if (knownIds.isNew(0, id)) {
          saidNew++;
          assertThat(processed).as("seed %d", seed).doesNotContain(id);
        }
        processed.add(id);
        knownIds.committed(List.of(candidate(0, id)));
      }
    }
    assertThat(saidNew).as("seed %d", seed).isGreaterThan(1_000);
  }

  @Test
  void idSet_anyIds_isASet() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    IdSet ids = new IdSet(300);
    Set<UUID> expected = new HashSet<>();
    while (!ids.isFull()) {
      UUID id = LogBuilder.id(Duration.ofMillis(random.nextInt(200)), random.nextInt(3));
      assertThat(ids.contains(id)).as("seed %d", seed).isEqualTo(expected.contains(id));
      ids.add(id);
      expected.add(id);
    }
    assertThat(expected).hasSize(300).allMatch(ids::contains);
    ids.clear();
    assertThat(expected).noneMatch(ids::contains);
  }
}
