package onlyonce.cli.lab.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PolicyTest {
  private static final Dot AT_A = new Dot("A", 1);
  private static final Dot AT_B = new Dot("B", 1);

  /** The course's example: 10 comes to A and C first, to B last. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          policy          | A is ahead by, ms | B knew of 10 | at A  | at B  | at C
          ARRIVAL         | 0                 | true         | 14    | 10    | 14
          LAST_WRITE_WINS | 60000             | true         | 10    | 10    | 10
          LAST_WRITE_WINS | 0                 | true         | 14    | 14    | 14
          LAST_WRITE_WINS | 0                 | false        | 14    | 14    | 14
          CAUSALITY       | 60000             | true         | 14    | 14    | 14
          CAUSALITY       | 60000             | false        | 10    | 10    | 10
          SIBLINGS        | 60000             | true         | 14    | 14    | 14
          SIBLINGS        | 60000             | false        | 10 14 | 10 14 | 10 14
          """)
  void courseExample(Policy policy, long skew, boolean aware, String atA, String atB, String atC) {
    Version ten = new Version("10", AT_A, VersionVector.NOTHING, 1_000 + skew);
    VersionVector known = aware ? VersionVector.NOTHING.with(AT_A) : VersionVector.NOTHING;
    Version fourteen = new Version("14", AT_B, known, 2_000);

    assertThat(shown(policy, List.of(ten, fourteen))).as("at A").isEqualTo(atA);
    assertThat(shown(policy, List.of(fourteen, ten))).as("at B").isEqualTo(atB);
    assertThat(shown(policy, List.of(ten, fourteen))).as("at C").isEqualTo(atC);
  }

  @Test
  void siblings_resolvedByAClient_areOneEverywhere() {
    Version ten = new Version("10", AT_A, VersionVector.NOTHING, 0);
    Version fourteen = new Version("14", AT_B, VersionVector.NOTHING, 0);
    Siblings both = Siblings.only(ten).with(fourteen);
    Version chosen = new Version("14", new Dot("C", 1), both.context(), 0);

    assertThat(shown(Policy.SIBLINGS, List.of(ten, fourteen, chosen))).isEqualTo("14");
    assertThat(shown(Policy.SIBLINGS, List.of(chosen, fourteen, ten))).isEqualTo("14");
    assertThat(both.with(chosen)).isEqualTo(Siblings.only(chosen));
  }

  /** Why a context is no plain vector with its own write in it. */
  @Test
  void siblings_ofTwoClientsAtOneSite_areBothKept() {
    Version one = new Version("one", AT_A, VersionVector.NOTHING, 0);
    Version two = new Version("two", new Dot("A", 2), VersionVector.NOTHING, 0);

    assertThat(shown(Policy.SIBLINGS, List.of(one, two))).isEqualTo("one two");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRIVAL")
  void keep_inAnyOrderAndTwice_comesToTheSame(Policy policy) {
    for (long seed = 0; seed < 300; seed++) {
      List<Version> history = history(new Random(seed));
      Siblings expected = kept(policy, history);
      for (int i = 0; i < 5; i++) {
        List<Version> shuffled = new ArrayList<>(history);
        shuffled.addAll(history.subList(0, history.size() / 2));
        Collections.shuffle(shuffled, new Random(seed + i));
        assertThat(kept(policy, shuffled)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  @Test
  void keep_byArrival_dependsOnTheOrder() {
    List<Version> history = history(new Random(7));

    assertThat(kept(Policy.ARRIVAL, history))
        .isNotEqualTo(kept(Policy.ARRIVAL, history.reversed()));
  }

  /** Writes of three sites that hear each other now and then, with clocks that jump. */
  private static List<Version> history(Random random) {
    List<Version> history = new ArrayList<>();
    List<Siblings> at = new ArrayList<>(List.of(Siblings.NONE, Siblings.NONE, Siblings.NONE));
    int[] written = new int[3];
    for (int i = 0; i < 12; i++) {
      int site = random.nextInt(3);
      if (random.nextBoolean()) {
        for (Version version : at.get(random.nextInt(3)).versions()) {
          at.set(site, at.get(site).with(version));
        }
      }
      VersionVector context =
          random.nextInt(4) == 0 ? VersionVector.NOTHING : at.get(site).context();
      written[site]++;
      Version version =
          new Version(
              "v" + i,
              new Dot("ABC".substring(site, site + 1), written[site]),
              context,
              random.nextLong(5));
      history.add(version);
      at.set(site, at.get(site).with(version));
    }
    return history;
  }

  private static Siblings kept(Policy policy, List<Version> arrivals) {
    Siblings kept = Siblings.NONE;
    for (Version version : arrivals) {
      kept = policy.keep(kept, version);
    }
    return kept;
  }

  private static String shown(Policy policy, List<Version> arrivals) {
    return String.join(
        " ", policy.show(kept(policy, arrivals)).stream().map(Version::value).toList());
  }
}
