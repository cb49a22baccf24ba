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
  }

  @Test
  void text_beginsWithTheVerdict_andNamesBadIntentsWithTheirRemedy() {
    String valid = ReportText.of(ReportsForTests.valid());
    String invalid = ReportText.of(ReportsForTests.invalid());

    assertThat(valid).startsWith("VALID  30,000 intents");
    assertThat(invalid)
        .startsWith("INVALID  1 of 3 checks failed: conservation")
        .contains("lost  0199f0b0-c000-7000-8000-000000000007")
        .contains("remedy: onlyonce trace 0199f0b0")
        .contains("repeat   ./onlyonce demo --seed 7");
  }

  @Test
  void html_escapesWhateverComesFromOutside_andNeedsNoNetwork() {
    String html = ReportHtml.of(ReportsForTests.invalid());

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

    WriteReport.to(out, ReportsForTests.valid());
    WriteReport.to(out.resolveSibling("two"), ReportsForTests.invalid());

    assertThat(out.resolve("report.json")).isNotEmptyFile();
    assertThat(out.resolve("report.txt")).isNotEmptyFile();
    assertThat(Files.readString(out.resolve("report.html"))).startsWith("<!DOCTYPE html>");
  }

  private static List<String> names(JsonNode node) {
    return new ArrayList<>(node.propertyNames());
  }
}
