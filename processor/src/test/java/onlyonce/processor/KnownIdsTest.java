package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import org.junit.jupiter.api.Test;

/** Memory may forget, and then asks; it must never take a known id for a new one. */
final class KnownIdsTest {
  private static final int GENERATION = 16;
  private static final int PARTITION = 3;
  private static final UUID NONE = new UUID(0, 0);
  private static final long TODAY = 1_795_417_703_638L;

  private final KnownIds known = new KnownIds(GENERATION);

  private static UUID id(long millis, int number) {
    return CommandIds.derived(CommandIds.lowest(millis), "id-" + number);
  }

  private void commit(UUID... ids) {
    List<Entry.Candidate<Count>> fresh = new ArrayList<>();
    for (UUID id : ids) {
      fresh.add(new Entry.Candidate<>(PARTITION, 0, id, new byte[32], new Count("a", 1), true));
    }
    known.committed(fresh);
  }

  @Test
  void isNew_partitionNotTakenOver_isNotSure() {
    assertThat(known.isNew(PARTITION, id(TODAY, 1))).isFalse();
    commit(id(TODAY, 1));
    assertThat(known.isNew(PARTITION, id(TODAY, 2))).isFalse();
  }

  @Test
  void isNew_forgotten_isNotSure() {
    known.begin(PARTITION, NONE);
    assertThat(known.isNew(PARTITION, id(TODAY, 1))).isTrue();
    known.forget(PARTITION);
    assertThat(known.isNew(PARTITION, id(TODAY, 1))).isFalse();
  }

  @Test
  void isNew_notAboveTheLargestOfTheDatabase_isNotSure() {
    UUID largest = id(TODAY, 1);
    known.begin(PARTITION, largest);
    assertThat(known.isNew(PARTITION, largest)).isFalse();
    assertThat(known.isNew(PARTITION, id(TODAY - 1, 2))).isFalse();
    assertThat(known.isNew(PARTITION, id(TODAY + 1, 3))).isTrue();
  }

  /** A client may date an id as far ahead as it likes; the database orders ids without a sign. */
  @Test
  void isNew_largestOfTheDatabaseLiesFarAhead_isNotSureOfAnyBelowIt() {
    known.begin(PARTITION, id(0xFFFF_FFFF_FFFFL, 1));
    assertThat(known.isNew(PARTITION, id(TODAY, 2))).isFalse();
  }

  @Test
  void isNew_idFarAheadCommitted_isNoLongerNewWhateverIsForgotten() {
    known.begin(PARTITION, NONE);
    UUID ahead = id(0xFFFF_FFFF_FFFFL, 1);
    assertThat(known.isNew(PARTITION, ahead)).isTrue();
    commit(ahead);
    for (int i = 0; i < 5 * GENERATION; i++) {
      commit(id(TODAY + i, i));
      assertThat(known.isNew(PARTITION, ahead)).isFalse();
    }
  }

  /** Ids in a rough order with stragglers, re-sends, and takeovers that begin anew. */
  @Test
  void isNew_whateverWasCommitted_neverTakesAKnownIdForNewAndSeldomAsks() {
    for (int seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      Set<UUID> committed = new HashSet<>();
      List<UUID> inOrder = new ArrayList<>();
      known.begin(PARTITION, NONE);
      int asked = 0;
      int fresh = 0;
      for (int i = 0; i < 400; i++) {
        boolean again = !inOrder.isEmpty() && random.nextInt(10) == 0;
        long late = random.nextInt(50) == 0 ? random.nextInt(100_000) : random.nextInt(3);
        UUID id =
            again ? inOrder.get(random.nextInt(inOrder.size())) : id(TODAY + 10L * i - late, i);
        boolean isNew = known.isNew(PARTITION, id);
        if (committed.contains(id)) {
          assertThat(isNew).as("seed %d, command %d", seed, i).isFalse();
        } else {
          fresh++;
          asked += isNew ? 0 : 1;
          committed.add(id);
          inOrder.add(id);
          commit(id);
        }
        if (random.nextInt(150) == 0) {
          known.forget(PARTITION);
          known.begin(
              PARTITION, committed.stream().max(KnownIdsTest::asTheDatabaseDoes).orElse(NONE));
        }
      }
      assertThat(asked).as("seed %d: looked up of %d new ones", seed, fresh).isLessThan(fresh / 5);
    }
  }

  private static int asTheDatabaseDoes(UUID a, UUID b) {
    return a.toString().compareTo(b.toString());
  }
}
