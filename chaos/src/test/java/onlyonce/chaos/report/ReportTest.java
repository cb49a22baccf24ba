package onlyonce.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {
  private static final Path HISTORY = Path.of("/runs/1/history.zip");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void json_hasTheFieldsOfTheDesign() {
    JsonNode json = MAPPER.readTree(ReportJson.of(ReportsForTests.valid()));

    assertThat(json.get("verdict").asString()).isEqualTo("valid");
    assertThat(json.get("semantics").asString()).isEqualTo("exactly-once");
    assertThat(json.get("seed").asLong()).isEqualTo(7);
    assertThat(names(json.get("input")))
        .containsExactly("lines", "intents", "resent", "conflicting", "suppressed", "malformed");
    assertThat(json.get("intents").asLong()).isEqualTo(30_000);
    assertThat(names(json.get("classes")))
        .containsExactly(
            "applied",
            "rejected",
            "expired",
            "conflicted",
            "dead_lettered",
            "unsent",
            "lost",
            "duplicated",
            "stuck");
    assertThat(json.get("unexpected").asLong()).isZero();
    assertThat(json.get("sagas").asLong()).isEqualTo(9_412);
    assertThat(names(json.get("dead_letters"))).containsExactly("own", "foreign");
    assertThat(names(json.get("money"))).containsExactly("EUR", "USD");
    assertThat(names(json.get("money").get("EUR")))
        .containsExactly("created_minor", "destroyed_minor", "in_transit_minor");
    assertThat(names(json.get("checks").get(0))).containsExactly("name", "verdict", "detail");
    assertThat(names(json.get("faults").get(0)))
        .contains("kind", "target", "at", "healed_at", "observed");
    assertThat(json.get("faults").get(0).get("at").asString()).isEqualTo("2026-03-01T12:00:06Z");
    assertThat(json.get("commands_per_second").asLong()).isEqualTo(1_017);
    assertThat(names(json.get("latency_ms"))).contains("p50", "p99", "max");
    assertThat(json.get("longest_result_gap_ms").asLong()).isEqualTo(3_412);
    assertThat(json.get("longest_result_gap_at").asString()).isEqualTo("2026-03-01T12:00:38.100Z");
    assertThat(json.get("longest_result_gap_without_orchestrator_ms").asLong()).isEqualTo(7_803);
  }

  @Test
  void text_beginsWithTheVerdict_andNamesBadIntentsWithTheirRemedy() {
    String valid = ReportText.of(ReportsForTests.valid(), HISTORY);
    String invalid = ReportText.of(ReportsForTests.invalid(), HISTORY);

    assertThat(valid)
        .startsWith("VALID  30,000 intents")
        .contains(
            "gaps     3,412 ms without the end of a saga while one was open; 7,803 ms where no"
                + " orchestrator lived");
    assertThat(invalid)
        .startsWith("INVALID  1 of 3 checks failed: conservation")
        .contains("lost  0199f0b0-c000-7000-8000-000000000007")
        .contains("remedy: onlyonce trace 0199f0b0")
        .contains("repeat   ./onlyonce demo --seed 7");
  }

  @Test
  void everyForm_namesTheFaultBesideEachBadIntent_andCountsByFault() {
    Report report = ReportsForTests.invalid();
    String blame =
        "fault 2, kill processor-1, began 0.4 s after its trace at 2026-03-01T12:00:16.600Z";

    assertThat(ReportText.of(report, HISTORY))
        .contains("    " + blame, "    no fault: none had begun by then")
        .contains("    at it: 3 lost, 4 duplicated", "  at no fault: 0 lost, 1 duplicated")
        .contains("left out model-agrees           the engine keeps no rows");
    assertThat(ReportHtml.of(report, HISTORY))
        .contains(blame, "no fault: none had begun by then", "<th class=\"n\">doubled")
        .contains("left out<td class=\"name\">model agrees");
    JsonNode json = MAPPER.readTree(ReportJson.of(report));
    assertThat(json.get("semantics").asString()).isEqualTo("at-most-once");
    assertThat(json.get("bad_intents").get(0).get("blame").asString()).isEqualTo(blame);
    assertThat(json.get("bad_intents").get(0).get("fault").get("target").asString())
        .isEqualTo("processor-1");
    assertThat(json.get("bad_intents").get(1).get("fault").isNull()).isTrue();
    assertThat(json.get("faults").get(1).get("lost").asLong()).isEqualTo(3);
    assertThat(json.get("faults").get(1).get("duplicated").asLong()).isEqualTo(4);
    assertThat(json.get("without_fault").get("duplicated").asLong()).isEqualTo(1);
    assertThat(json.get("checks_left_out").get(0).get("name").asString()).isEqualTo("model-agrees");
  }

  @Test
  void everyForm_saysForHowLongAFaultWasFelt() {
    Report report = ReportsForTests.valid();

    assertThat(ReportText.of(report, HISTORY))
        .contains("    clients: slow transfers until 2.5 s after it began")
        .contains("    clients: no slow transfer");
    assertThat(ReportHtml.of(report, HISTORY))
        .contains("<th class=\"n\">felt for")
        .contains("kill broker-2<td class=\"n\">3.2 s<td class=\"n\">2.5 s")
        .contains("kill orchestrator-1<td class=\"n\">5.0 s<td class=\"n\">not felt");
    JsonNode faults = MAPPER.readTree(ReportJson.of(report)).get("faults");
    assertThat(faults.get(0).get("recovery_ms").asLong()).isEqualTo(2_500);
    assertThat(faults.get(3).get("recovery_ms").asLong()).isZero();
  }

  @Test
  void timeline_saysWhoWhatAndHowLong_whereThereIsRoom() {
    assertThat(ReportHtml.of(ReportsForTests.valid(), HISTORY))
        .contains(">broker-2</text>", ">kill, 3.2 s</text>", ">pause, 3.4 s</text>");
  }

  @Test
  void html_escapesWhateverComesFromOutside_andNeedsNoNetwork() {
    String html = ReportHtml.of(ReportsForTests.invalid(), HISTORY);

    assertThat(html)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; to bob &amp; co")
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("src=")
        .contains("prefers-color-scheme: dark");
    assertThat(html.indexOf("class=\"verdict invalid\"")).isLessThan(html.indexOf("<section"));
  }

  @Test
  void writeReport_makesTheFolderAndThreeFiles(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("runs/one");

    WriteReport.to(out, ReportsForTests.valid(), HISTORY);
    WriteReport.to(out.resolveSibling("two"), ReportsForTests.invalid(), HISTORY);

    assertThat(out.resolve("report.json")).isNotEmptyFile();
    assertThat(out.resolve("report.txt")).isNotEmptyFile();
    assertThat(Files.readString(out.resolve("report.html"))).startsWith("<!DOCTYPE html>");
  }

  private static List<String> names(JsonNode node) {
    return new ArrayList<>(node.propertyNames());
  }
}
