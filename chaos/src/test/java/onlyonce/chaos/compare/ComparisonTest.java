package onlyonce.chaos.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportsForTests;
import onlyonce.messages.Semantics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ComparisonTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:08:00Z");
  private static final String REPEAT = "./onlyonce compare --seed 7 --rate <fast> & more";

  @Test
  void eachAsItsName_isValid_andTheTextSaysWhatEachDid() {
    Comparison comparison = comparison(0);

    assertThat(comparison.verdict()).isEqualTo(Verdict.VALID);
    assertThat(CompareText.of(comparison))
        .startsWith("VALID  each behaves as its name says")
        .containsPattern("at-most-once +at-least-once +exactly-once")
        .containsPattern("intents sent +9,990 +10,000 +10,000")
        .containsPattern("lost +12 +0 +0")
        .containsPattern("doubled +0 +573 +0")
        .containsPattern("money created, EUR +EUR 0.00 +EUR 1,432.50 +EUR 0.00")
        .containsPattern("money destroyed, JPY +JPY 3,000 +JPY 0 +JPY 0")
        .containsPattern("latency p99, ms +2,904 +2,904 +2,904")
        .contains("at-least-once  as its name says: lost none, doubled 573")
        .contains("  * kill broker-2 ", "repeat   " + REPEAT);
  }

  @Test
  void oneNotAsItsName_isNamed() {
    Comparison comparison = comparison(1);

    assertThat(comparison.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(CompareText.of(comparison))
        .startsWith("INVALID  not as its name says: exactly-once")
        .contains("exactly-once   NOT as its name says: doubled 1, which exactly-once never may");
    assertThat(CompareHtml.of(comparison))
        .contains("not as its name says: exactly-once", "doubled 1, which exactly-once never may")
        .doesNotContain("One does neither");
  }

  @Test
  void oneThatCannotBeTold_isUnknown_unlessAnotherIsWrong() {
    Report toothless = report(Semantics.EXACTLY_ONCE, Map.of(), 0);

    Comparison unknown = of(List.of(atMostOnce(), atLeastOnce(), toothless));
    Comparison wrong = of(List.of(report(Semantics.AT_MOST_ONCE, Map.of(), 4), toothless));

    assertThat(unknown.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(CompareText.of(unknown)).startsWith("UNKNOWN  not enough was seen of exactly-once");
    assertThat(wrong.verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void json_hasEachRunsFigures() {
    JsonNode json = JsonMapper.builder().build().readTree(CompareJson.of(comparison(0)));

    assertThat(json.get("verdict").asString()).isEqualTo("valid");
    assertThat(json.get("seed").asLong()).isEqualTo(7);
    JsonNode doubling = json.get("runs").get(1);
    assertThat(doubling.get("semantics").asString()).isEqualTo("at-least-once");
    assertThat(doubling.get("as_named").asString()).isEqualTo("yes");
    assertThat(doubling.get("report").asString()).isEqualTo("at-least-once/report.json");
    assertThat(doubling.get("classes").get("duplicated").asLong()).isEqualTo(573);
    assertThat(doubling.get("money").get("EUR").get("created_minor").asLong()).isEqualTo(143_250);
    assertThat(doubling.get("latency_ms").get("p99").asLong()).isEqualTo(2_904);
    assertThat(doubling.get("faults").size()).isEqualTo(4);
    assertThat(json.get("runs").get(0).get("sent").asLong()).isEqualTo(9_990);
  }

  @Test
  void page_standsAlone_linksToEachReport_andEscapesWhatComesFromOutside() {
    String html = CompareHtml.of(comparison(0));

    assertThat(html)
        .contains("One loses. One doubles. One does neither.")
        .contains("Paid twice: 573 payments took effect more than once.")
        .contains("Bob got EUR\u00a01,432.50 too much.")
        .contains(
            "Bob waited in vain: 12 payments never arrived. Alice was charged JPY\u00a03,000 too"
                + " much.")
        .contains(
            "Alice paid once, Bob was paid once: of 10,000 intents none vanished, none was done"
                + " twice.")
        .contains(
            "href=\"at-most-once/report.html\"",
            "href=\"at-least-once/report.html\"",
            "href=\"exactly-once/report.html\"")
        .contains("--rate &lt;fast&gt; &amp; more")
        .contains("prefers-color-scheme: dark", "default-src 'none'")
        .doesNotContain("<script", "http://", "https://", "src=");
  }

  @Test
  void files_areWrittenBesideTheRuns(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("compare");

    WriteComparison.to(out, comparison(0));

    assertThat(Files.readString(out.resolve("compare.html"))).startsWith("<!DOCTYPE html>");
    assertThat(out.resolve("compare.json")).isNotEmptyFile();
    assertThat(out.resolve("compare.txt")).isNotEmptyFile();
  }

  @Test
  void runsOfOneSemantics_areNoComparison() {
    assertThatThrownBy(() -> of(List.of(atMostOnce(), atMostOnce())))
        .hasMessageContaining("two runs have the same semantics");
    assertThatThrownBy(() -> of(List.of())).hasMessageContaining("no runs");
  }

  private static Comparison comparison(long doubledExactlyOnce) {
    return of(
        List.of(
            atMostOnce(),
            atLeastOnce(),
            report(Semantics.EXACTLY_ONCE, Map.of(IntentClass.DUPLICATED, doubledExactlyOnce), 4)));
  }

  private static Comparison of(List<Report> reports) {
    return Comparison.of(AT, "default", REPEAT, reports);
  }

  private static Report atMostOnce() {
    return report(
        Semantics.AT_MOST_ONCE, Map.of(IntentClass.LOST, 12L, IntentClass.UNSENT, 10L), 4);
  }

  private static Report atLeastOnce() {
    return report(Semantics.AT_LEAST_ONCE, Map.of(IntentClass.DUPLICATED, 573L), 4);
  }

  private static Report report(Semantics semantics, Map<IntentClass, Long> bad, int faults) {
    return ReportsForTests.under(
        semantics,
        bad,
        List.of(new CheckResult("something-seen", Verdict.VALID, "10,000 intents")),
        faults);
  }
}
