package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacementTest {
  private static final int TWELVE = 12;
  private static final Placement RING = new RingPlacement();
  private static final Placement MODULO = new ModuloPlacement();

  @Test
  void place_modulo_isTheRemainder() {
    assertThat(MODULO.place(4, shards(3), Map.of()))
        .isEqualTo(Map.of(0, "shard-01", 1, "shard-02", 2, "shard-03", 3, "shard-01"));
  }

  @Test
  void place_sameInput_isTheSame() {
    for (int n = 1; n <= 9; n++) {
      assertThat(RING.place(100, shards(n), Map.of()))
          .isEqualTo(RING.place(100, shards(n), Map.of()));
    }
  }

  @Test
  void place_anyCurrentPlaces_keepsTheBounds() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 500; round++) {
      int partitions = 1 + random.nextInt(60);
      SortedSet<String> shards = shards(1 + random.nextInt(9));
      Map<Integer, String> current = new HashMap<>();
      for (int p = 0; p < partitions; p++) {
        if (random.nextInt(4) > 0) {
          current.put(p, "shard-%02d".formatted(1 + random.nextInt(12)));
        }
      }

      SortedMap<Integer, String> places = RING.place(partitions, shards, current);

      assertThat(places.keySet())
          .as("seed 5, round %d", round)
          .containsExactlyElementsOf(IntStream.range(0, partitions).boxed().toList());
      assertThat(shards).containsAll(places.values());
      int least = partitions / shards.size();
      int most = (partitions + shards.size() - 1) / shards.size();
      for (String shard : shards) {
        assertThat(load(places, shard)).as("seed 5, round %d", round).isBetween(least, most);
      }
      assertThat(moved(current, places)).isEqualTo(leastPossible(partitions, shards, current));
    }
  }

  /** Whoever stays, stays; what is above the bounds is the least that must move. */
  private static long leastPossible(
      int partitions, SortedSet<String> shards, Map<Integer, String> current) {
    int least = partitions / shards.size();
    long oneMore = shards.stream().filter(shard -> load(current, shard) > least).count();
    long kept = Math.min(oneMore, partitions % shards.size());
    long stays = kept;
    for (String shard : shards) {
      stays += Math.min(least, load(current, shard));
    }
    return current.size() - stays;
  }

  @Test
  void place_oneShardMore_movesToTheNewOneOnly() {
    for (int partitions : new int[] {6, 7, 12, 13, 64, 1_000}) {
      SortedMap<Integer, String> places = RING.place(partitions, shards(1), Map.of());
      for (int n = 2; n <= 12; n++) {
        SortedMap<Integer, String> grown = RING.place(partitions, shards(n), places);
        String comer = "shard-%02d".formatted(n);
        assertThat(moved(places, grown)).isEqualTo(partitions / n);
        SortedMap<Integer, String> before = places;
        assertThat(grown)
            .allSatisfy(
                (p, shard) -> {
                  if (!shard.equals(before.get(p))) {
                    assertThat(shard).isEqualTo(comer);
                  }
                });
        places = grown;
      }
    }
  }

  @Test
  void place_oneShardLess_movesItsOwnOnly() {
    for (int gone = 1; gone <= 7; gone++) {
      SortedMap<Integer, String> places = RING.place(50, shards(7), Map.of());
      SortedSet<String> left = shards(7);
      left.remove("shard-%02d".formatted(gone));

      SortedMap<Integer, String> shrunk = RING.place(50, left, places);

      String leaver = "shard-%02d".formatted(gone);
      assertThat(moved(places, shrunk)).isEqualTo(load(places, leaver));
      assertThat(shrunk.values()).doesNotContain(leaver);
    }
  }

  @Test
  void place_growsAndShrinksAtRandom_alwaysMovesTheLeast() {
    SplittableRandom random = new SplittableRandom(9);
    SortedSet<String> shards = shards(2);
    SortedMap<Integer, String> places = RING.place(TWELVE, shards, Map.of());
    for (int step = 0; step < 300; step++) {
      String shard = "shard-%02d".formatted(1 + random.nextInt(12));
      if (!shards.add(shard) && shards.size() > 1) {
        shards.remove(shard);
      }
      SortedMap<Integer, String> next = RING.place(TWELVE, shards, places);
      assertThat(moved(places, next))
          .as("seed 9, step %d", step)
          .isEqualTo(leastPossible(TWELVE, shards, places));
      places = next;
    }
  }

  /** What each strategy moves of 12 ledger partitions when one shard comes. */
  @ParameterizedTest
  @CsvSource({
    // from, ring, modulo
    "1, 6, 6",
    "2, 4, 8",
    "3, 3, 9",
    "4, 2, 8",
    "5, 2, 7",
    "6, 1, 6",
  })
  void place_twelvePartitionsAndOneShardMore_movesAtMostOneAndAHalfShares(
      int from, int byRing, int byModulo) {
    SortedMap<Integer, String> ring = RING.place(TWELVE, shards(1), Map.of());
    for (int n = 2; n <= from; n++) {
      ring = RING.place(TWELVE, shards(n), ring);
    }
    SortedMap<Integer, String> modulo = MODULO.place(TWELVE, shards(from), Map.of());

    long movedByRing = moved(ring, RING.place(TWELVE, shards(from + 1), ring));

    assertThat(movedByRing).isEqualTo(byRing);
    assertThat(movedByRing / 12.0).isLessThanOrEqualTo(1.5 / (from + 1));
    assertThat(moved(modulo, MODULO.place(TWELVE, shards(from + 1), modulo))).isEqualTo(byModulo);
  }

  /** The virtual nodes' work: what one shard gives away goes to all others. */
  @Test
  void place_oneOfManyShardsGone_spreadsItsPartitions() {
    SortedMap<Integer, String> places = RING.place(1_000, shards(10), Map.of());
    SortedSet<String> left = shards(10);
    left.remove("shard-04");

    SortedMap<Integer, String> shrunk = RING.place(1_000, left, places);

    Map<String, Long> got =
        places.entrySet().stream()
            .filter(place -> place.getValue().equals("shard-04"))
            .collect(
                Collectors.groupingBy(
                    place -> shrunk.getOrDefault(place.getKey(), "nowhere"),
                    Collectors.counting()));
    assertThat(got).hasSize(9).allSatisfy((_, count) -> assertThat(count).isBetween(11L, 12L));
  }

  @Test
  void place_noShard_isRefused() {
    for (Placement placement : Placement.all()) {
      assertThatThrownBy(() -> placement.place(6, new TreeSet<>(), Map.of()))
          .hasMessage("a shard map needs at least one shard");
    }
  }

  private static long moved(Map<Integer, String> before, Map<Integer, String> after) {
    return before.entrySet().stream()
        .filter(place -> !place.getValue().equals(after.get(place.getKey())))
        .count();
  }

  private static int load(Map<Integer, String> places, String shard) {
    return (int) places.values().stream().filter(shard::equals).count();
  }

  private static SortedSet<String> shards(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj("shard-%02d"::formatted)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
