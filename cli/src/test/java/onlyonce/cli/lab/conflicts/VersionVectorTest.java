package onlyonce.cli.lab.conflicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionVectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          one     | other   | together
                  |         |
          A1      |         | A1
          A1      | A2      | A2
          A2 B1   | A1 B3   | A2 B3
          A1      | C4      | A1 C4
          """)
  void join_hasSeenWhatEitherHas(
      @Nullable String one, @Nullable String other, @Nullable String together) {
    assertThat(seen(one).join(seen(other))).isEqualTo(seen(together));
    assertThat(seen(other).join(seen(one))).isEqualTo(seen(together));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          seen    | write | covered
                  | A1    | false
          A1      | A1    | true
          A3      | A2    | true
          A3      | A4    | false
          A3      | B1    | false
          A3 B1   | B1    | true
          """)
  void covers_allUpToTheNumber(@Nullable String seen, String write, boolean covered) {
    assertThat(seen(seen).covers(dot(write))).isEqualTo(covered);
    assertThat(seen(seen).with(dot(write)).covers(dot(write))).isTrue();
  }

  /** Each version is its name and, after "knew", what its writer had seen. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          version       | other         | relation
          A1            | A1            | SAME
          A1            | B1 knew A1    | BEFORE
          B1 knew A1    | A1            | AFTER
          A1            | B1            | CONCURRENT
          A2 knew A1    | B1 knew A1    | CONCURRENT
          A2            | A1            | CONCURRENT
          A2 knew A1    | A1            | AFTER
          C1 knew A2 B1 | B1 knew A2    | AFTER
          """)
  void relation_isWhatTheWritersKnew(String version, String other, Version.Relation relation) {
    assertThat(version(version).relationTo(version(other))).isEqualTo(relation);
  }

  @Test
  void version_thatKnewItself_isRefused() {
    assertThatThrownBy(() -> version("A1 knew A1")).hasMessageContaining("before it was written");
    assertThatThrownBy(() -> new Dot("A", 0)).hasMessageContaining("numbered from 1");
  }

  static Version version(String text) {
    String[] parts = text.split(" knew ", -1);
    return new Version(
        text, dot(parts[0]), parts.length > 1 ? seen(parts[1]) : VersionVector.NOTHING, 0);
  }

  private static VersionVector seen(@Nullable String text) {
    SortedMap<String, Long> seen = new TreeMap<>();
    if (text != null) {
      for (String part : text.split(" ", -1)) {
        seen.put(dot(part).site(), dot(part).number());
      }
    }
    return new VersionVector(seen);
  }

  private static Dot dot(String text) {
    return new Dot(text.substring(0, 1), Long.parseLong(text.substring(1)));
  }
}
