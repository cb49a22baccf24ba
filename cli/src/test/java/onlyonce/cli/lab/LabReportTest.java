package onlyonce.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.chaos.check.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LabReportTest {
  private static final List<LabTable.Measure> MEASURES =
      List.of(
          new LabTable.Measure("blocked", "blocked accounts"),
          new LabTable.Measure("which", "which"),
          new LabTable.Measure("wait_ms", "longest wait"),
          new LabTable.Measure("by", "resolved by"));

  @Test
  void json_ofAReport_hasTheContractsFieldsAndARowForEachVariant() {
    JsonNode json = JsonMapper.builder().build().readTree(LabJson.of(report(twoVariants())));

    assertThat(json.get("name").asString()).isEqualTo("two-words");
    assertThat(json.get("verdict").asString()).isEqualTo("invalid");
    assertThat(json.get("hypothesis").asString()).isEqualTo("a < b");
    assertThat(json.get("rows").size()).isEqualTo(2);
    JsonNode unsafe = json.get("rows").get(0);
    assertThat(unsafe.get("variant").asString()).isEqualTo("unsafe");
    assertThat(unsafe.get("blocked").asLong()).isEqualTo(1_234);
    assertThat(unsafe.get("which").get(1).asString()).isEqualTo("b");
    assertThat(unsafe.get("wait_ms").asDouble()).isEqualTo(5_250.5);
    assertThat(json.at("/rows/1/which").size()).isZero();
  }

  @Test
  void text_ofFewVariants_putsThemSideBySide() {
    assertThat(LabText.of(report(twoVariants())))
        .startsWith("INVALID  because\n\nhypothesis: a < b\n")
        .containsPattern("(?m)^ +unsafe +safe$")
        .containsPattern("(?m)^blocked accounts +1,234 +0 *$")
        .containsPattern("(?m)^longest wait +5\\.25 s +2\\.0 ms *$")
        .containsPattern("(?m)^which +a, b +none *$")
        .endsWith("· a note\n");
  }

  @Test
  void text_ofManyVariants_putsThemOneBelowTheOther() {
    LabTable table =
        new LabTable(
            "timeout",
            List.of(new LabTable.Measure("n", "n")),
            List.of(
                new LabTable.Row("50 ms", List.of(Cell.count(1))),
                new LabTable.Row("100 ms", List.of(Cell.count(2)))));

    assertThat(LabText.of(report(table)))
        .containsPattern("(?m)^50 ms +1 *$")
        .containsPattern("(?m)^100 ms +2 *$");
  }

  @Test
  void page_ofAReport_needsNoNetworkAndEscapesWhatComesFromOutside() {
    assertThat(LabHtml.of(report(twoVariants())))
        .contains("default-src 'none'", "<b>invalid</b>", "a &lt; b", "<svg", "by &lt;hand&gt;")
        .doesNotContain("http://", "https://", "<script", "<hand>");
  }

  @Test
  void write_toANewFolder_leavesThreeFiles(@TempDir Path folder) throws Exception {
    WriteLab.to(folder.resolve("new"), report(twoVariants()));

    assertThat(folder.resolve("new"))
        .isDirectoryContaining("glob:**/lab.json")
        .isDirectoryContaining("glob:**/report.html")
        .isDirectoryContaining("glob:**/report.txt");
  }

  @Test
  void table_withAMissingCell_isRefused() {
    assertThatThrownBy(
            () ->
                new LabTable(
                    "variant", MEASURES, List.of(new LabTable.Row("safe", List.of(Cell.count(1))))))
        .hasMessage("\"safe\" has 1 cells for 4 measures");
  }

  private static LabTable twoVariants() {
    return new LabTable(
        "variant",
        MEASURES,
        List.of(
            new LabTable.Row(
                "unsafe",
                List.of(
                    Cell.count(1_234).toned(Cell.Tone.BAD),
                    Cell.names(List.of("a", "b")),
                    Cell.millis(5_250.5),
                    Cell.words("by <hand>"))),
            new LabTable.Row(
                "safe",
                List.of(
                    Cell.count(0), Cell.names(List.of()), Cell.millis(2), Cell.words("itself")))));
  }

  private static LabReport report(LabTable table) {
    Timeline timeline =
        new Timeline(
            0,
            2,
            List.of(new Timeline.Mark(1, "killed")),
            List.of(
                new Timeline.Lane(
                    "a",
                    List.of(new Timeline.Span(0.5, 1.5, Timeline.Kind.BLOCKED, "locked")),
                    List.of(0.1, 1.9))),
            new Timeline.Legend("done", "locked", "late"));
    return new LabReport(
        new Experiment.About("two-words", "Two words", "which?", "a < b"),
        new Findings(
            Verdict.INVALID,
            "because",
            table,
            List.of(new Findings.Figure("picture", "shows", timeline.svg())),
            List.of("a note")),
        Instant.EPOCH,
        "./onlyonce lab run two-words",
        new TreeMap<>(Map.of("cores", "2")));
  }
}
