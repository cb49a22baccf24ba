package onlyonce.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifferencesTest {
  private static final String REPORT =
      """
      { "verdict": "valid", "semantics": "exactly-once", "seed": 7, "at": "2026-03-01T12:00:00Z",
        "intents": 9000, "classes": {"applied": 9000, "lost": 0, "duplicated": 0, "stuck": 0},
        "unexpected": 0,
        "money": {"EUR": {"created_minor": 0, "destroyed_minor": 0, "in_transit_minor": 0}},
        "checks": [{"name": "conservation", "verdict": "valid", "detail": "48 sums"}],
        "commands_per_second": 1000,
        "latency_ms": {"p50": 60, "p99": 2000, "max": 4000, "count": 8900},
        "longest_result_gap_ms": 3000, "command": "./onlyonce demo" }
      """;

  private static final String BENCH =
      """
      { "verified": true,
        "rates": {"copy-ceiling": 200000, "engine": 100000, "sagas": 900},
        "spread": {"engine": {"lowest": 98000, "runs": [98000, 100000]}},
        "latency_ms": {"70 %": {"commands_per_second": 70000, "sustained": true,
          "p50": 10.5, "p99": 40, "p99.9": 60, "max": 90, "from_intended_send": {"p50": 11}}},
        "ratios": {"engine/copy-ceiling": 0.5, "per-poll/copy-ceiling": 0.3},
        "endurance": {"commands": 10, "last/first": 0.99},
        "saga_latency_ms": {"500": {"sustained": true, "p99": 100, "until_read": {"p99": 130}}},
        "saga_costs": {"full": {"database_commits": 0.1, "topics": {"transfers": 1}}},
        "row_bytes": {"engine": {"posting": 120}, "per-poll": {"posting": 120}},
        "environment": {"cores": "2"} }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void sameFile_hasNothingWorseOrBetter() throws Exception {
    for (String document : List.of(REPORT, BENCH)) {
      Differences differences = differences(document, document);

      assertThat(differences.nothingWorse()).isTrue();
      assertThat(differences.count(Change.BETTER)).isZero();
      assertThat(differences.count(Change.SAME)).isGreaterThan(8);
      assertThat(differences.onlyInA()).isEmpty();
      assertThat(differences.onlyInB()).isEmpty();
    }
  }

  /** Each turns one field of the second file; the other way round it is better. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "verdict": "valid", "sem  | "verdict": "invalid", "sem   | verdict
          "verdict": "valid", "sem  | "verdict": "unknown", "sem   | verdict
          "verdict": "valid", "det  | "verdict": "invalid", "det   | checks conservation verdict
          "lost": 0                 | "lost": 1                    | classes lost
          "duplicated": 0           | "duplicated": 1              | classes duplicated
          "stuck": 0                | "stuck": 1                   | classes stuck
          "unexpected": 0           | "unexpected": 1              | unexpected
          "created_minor": 0        | "created_minor": 1           | money EUR created_minor
          "destroyed_minor": 0      | "destroyed_minor": 1         | money EUR destroyed_minor
          "commands_per_second": 1000 | "commands_per_second": 899 | commands_per_second
          "p50": 60                 | "p50": 67                    | latency_ms p50
          "p99": 2000               | "p99": 2300                  | latency_ms p99
          "max": 4000               | "max": 4800                  | latency_ms max
          "longest_result_gap_ms": 3000 | "longest_result_gap_ms": 6000 | longest_result_gap_ms
          """)
  void report_worseByOneField_saysWhich(String from, String to, String name) throws Exception {
    assertWorse(REPORT, REPORT.replace(from, to), name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "engine": 100000           | "engine": 80000             | rates engine
          "sagas": 900               | "sagas": 500                | rates sagas
          "sustained": true,         | "sustained": false,         | latency_ms 70 % sustained
          "p50": 10.5                | "p50": 12.5                 | latency_ms 70 % p50
          "p99.9": 60                | "p99.9": 70                 | latency_ms 70 % p99.9
          "p50": 11                  | "p50": 13                   | latency_ms 70 % from_intended_send p50
          "engine/copy-ceiling": 0.5 | "engine/copy-ceiling": 0.4  | ratios engine/copy-ceiling
          "last/first": 0.99         | "last/first": 0.5           | endurance last/first
          "p99": 130                 | "p99": 240                  | saga_latency_ms 500 until_read p99
          "database_commits": 0.1    | "database_commits": 0.2     | saga_costs full database_commits
          {"engine": {"posting": 120 | {"engine": {"posting": 150  | row_bytes engine posting
          """)
  void bench_worseByOneField_saysWhich(String from, String to, String name) throws Exception {
    assertThat(differences(BENCH, BENCH.replace(from, to)).nothingWorse()).isFalse();
    assertThat(first(differences(BENCH, BENCH.replace(from, to)))).isEqualTo(name);
    assertThat(differences(BENCH.replace(from, to), BENCH).nothingWorse()).isTrue();
  }

  @Test
  void withinTheThreshold_isTheSame_andHarmIsWorseWhateverTheThreshold() throws Exception {
    String slower = REPORT.replace("\"p50\": 60", "\"p50\": 66");
    String lost = REPORT.replace("\"lost\": 0", "\"lost\": 1");

    assertThat(differences(REPORT, slower, 10).nothingWorse()).isTrue();
    assertThat(differences(REPORT, slower, 9.9).nothingWorse()).isFalse();
    assertThat(differences(REPORT, lost, 10_000).nothingWorse()).isFalse();
  }

  @Test
  void moreHarmWhereThereWasSome_isWorsePastTheThreshold() throws Exception {
    String some = REPORT.replace("\"lost\": 0", "\"lost\": 100");

    assertThat(differences(some, some.replace("100,", "105,")).nothingWorse()).isTrue();
    assertThat(first(differences(some, some.replace("100,", "150,")))).isEqualTo("classes lost");
    assertThat(differences(some, REPORT).count(Change.BETTER)).isEqualTo(1);
  }

  @Test
  void whatTellsOfLoadOrMachine_isToldAndNeverWorse() throws Exception {
    Differences load = differences(REPORT, REPORT.replace("9000", "900"));
    Differences machine =
        differences(BENCH, BENCH.replace("200000", "100").replace("120}}", "999}}"));

    assertThat(load.nothingWorse()).isTrue();
    assertThat(machine.nothingWorse()).isTrue();
    assertThat(DiffText.of(load)).containsPattern("intents +9,000 +900 +-90.0 %");
    assertThat(DiffText.of(machine)).containsPattern("rates copy-ceiling +200,000 +100 ");
  }

  @Test
  void fieldsOfOneFileOnly_areListed_andHarmAmongThemIsWorse() throws Exception {
    String more =
        REPORT
            .replace("\"unexpected\": 0,", "")
            .replace(
                "\"money\": {",
                "\"money\": {\"USD\": {\"created_minor\": 5, \"destroyed_minor\": 0},");
    Differences differences = differences(REPORT, more);

    assertThat(differences.onlyInA()).containsExactly("unexpected");
    assertThat(differences.onlyInB())
        .containsExactly("money USD created_minor", "money USD destroyed_minor");
    assertThat(first(differences)).isEqualTo("money USD created_minor");
    assertThat(DiffText.of(differences))
        .contains("only in A: unexpected", "only in B: money USD created_minor");
  }

  @Test
  void text_hasAColumnForEach_theWorstFirst() throws Exception {
    String after = REPORT.replace("\"p50\": 60", "\"p50\": 90").replace("1000", "2000");

    assertThat(DiffText.of(differences(REPORT, after)))
        .startsWith("1 worse, 1 better, ")
        .containsPattern(
            "change\nlatency_ms p50 +60 +90 +\\+50\\.0 %  worse\ncommands_per_second +1,000 +2,000"
                + " +\\+100\\.0 %  better\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"verdict":"valid"}                                    | is neither a report.json nor a bench's JSON
          not json                                               | is no JSON
          {"verdict":"fine","classes":{},"latency_ms":{}}        | the field "verdict" cannot be "fine"
          {"verdict":"valid","classes":{"lost":"7"},"latency_ms":{}} | the field "classes lost" cannot be "7"
          []                                                     | is neither
          """)
  void unreadable_saysWhichFileAndWhy(String document, String why) throws IOException {
    Path file = write("x.json", document);

    assertThatThrownBy(() -> Sheet.read(file))
        .isInstanceOf(UnreadableSheetException.class)
        .hasMessageContaining("x.json")
        .hasMessageContaining(why);
  }

  private void assertWorse(String before, String after, String name) throws Exception {
    assertThat(first(differences(before, after))).isEqualTo(name);
    assertThat(differences(before, after).count(Change.WORSE)).isEqualTo(1);
    Differences reversed = differences(after, before);
    assertThat(reversed.nothingWorse()).isTrue();
    assertThat(reversed.count(Change.BETTER)).isEqualTo(1);
  }

  private static String first(Differences differences) {
    Differences.Field first = differences.fields().getFirst();
    assertThat(first.change()).isEqualTo(Change.WORSE);
    return first.name();
  }

  private Differences differences(String before, String after) throws Exception {
    return differences(before, after, 10);
  }

  private Differences differences(String before, String after, double threshold) throws Exception {
    return Differences.of(
        Sheet.read(write("a.json", before)), Sheet.read(write("b.json", after)), threshold);
  }

  private Path write(String name, String document) throws IOException {
    return Files.writeString(folder.resolve(name), document);
  }
}
