package onlyonce.cli.lab.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import onlyonce.chaos.check.Verdict;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LabTable;
import org.junit.jupiter.api.Test;

final class JudgeConflictsTest {

  @Test
  void judge_asTheHypothesisSays_isValid() {
    JudgeConflicts.Judgement judgement = JudgeConflicts.judge(all(UnaryOperator.identity()));

    assertThat(judgement.verdict()).isEqualTo(Verdict.VALID);
    assertThat(judgement.conclusion())
        .contains("away, and 300 of 900", "with exact clocks 200", "loses 100")
        .endsWith("merged by clients in 50 readings, lose 0.");
  }

  @Test
  void judge_arrivalThatAgrees_isInvalid() {
    assertInvalid(Variant.ARRIVAL, one -> example(one, "14,14,14"), "hypothesis was not tested");
  }

  @Test
  void judge_fastClockThatLosesNothing_isInvalid() {
    assertInvalid(Variant.SKEWED, one -> example(one, "14,14,14"), "hypothesis was not tested");
    assertInvalid(Variant.SKEWED, one -> carts(one, 0, 0), "hypothesis was not tested");
  }

  @Test
  void judge_causalityThatLosesTheLater_isInvalid() {
    assertInvalid(
        Variant.CAUSALITY, one -> example(one, "10,10,10"), "the later write was 14 and x is");
  }

  @Test
  void judge_sitesThatDisagree_areInvalid() {
    assertInvalid(Variant.EXACT, one -> example(one, "14,10,14"), "disagree");
    assertInvalid(Variant.SIBLINGS, one -> carts(one, 0, 3), "3 carts differ");
  }

  @Test
  void judge_siblingsThatLoseOrHideSomething_areInvalid() {
    assertInvalid(Variant.SIBLINGS, one -> carts(one, 2, 0), "2 items were lost");
    assertInvalid(
        Variant.SIBLINGS,
        one ->
            new Measured(one.variant(), one.aware(), outcome("14,14,14", "14,14,14"), one.carts()),
        "not handed both");
    assertInvalid(
        Variant.SIBLINGS,
        one ->
            new Measured(
                one.variant(),
                one.aware(),
                outcome("10|14,10|14,10|14", "14,14,10|14"),
                one.carts()),
        "a client chose 14");
  }

  @Test
  void judge_nothingOrNotAll_isUnknown() {
    assertThat(JudgeConflicts.judge(List.of()).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(JudgeConflicts.judge(all(UnaryOperator.identity()).subList(0, 4)).conclusion())
        .isEqualTo("siblings was not measured");
  }

  @Test
  void findings_haveARowForEachPolicyAndTwoPictures() {
    Findings findings = ConflictsLab.findings(all(UnaryOperator.identity()));

    assertThat(findings.table().rows())
        .extracting(LabTable.Row::name)
        .containsExactly(
            "arrival order",
            "last write wins",
            "last write wins, clocks agree",
            "causality",
            "siblings");
    assertThat(findings.figures())
        .hasSize(2)
        .allSatisfy(figure -> assertThat(figure.svg()).startsWith("<svg").endsWith("</svg>"));
    assertThat(findings.figures().getLast().svg()).contains("300 of 900");
  }

  private static void assertInvalid(
      Variant variant, UnaryOperator<Measured> changed, String reason) {
    JudgeConflicts.Judgement judgement =
        JudgeConflicts.judge(all(one -> one.variant().equals(variant) ? changed.apply(one) : one));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).startsWith(variant.label() + ": ").contains(reason);
  }

  private static List<Measured> all(UnaryOperator<Measured> changed) {
    return List.of(
            measured(Variant.ARRIVAL, "14,10,14", "14,10,14", 400, 9),
            measured(Variant.SKEWED, "10,10,10", "10,10,10", 300, 0),
            measured(Variant.EXACT, "14,14,14", "14,14,14", 200, 0),
            measured(Variant.CAUSALITY, "14,14,14", "10,10,10", 100, 0),
            measured(Variant.SIBLINGS, "14,14,14", "10|14,10|14,10|14", 0, 0))
        .stream()
        .map(changed)
        .toList();
  }

  private static Measured measured(
      Variant variant, String aware, String unaware, int lost, int disagreed) {
    return new Measured(
        variant,
        outcome(aware, aware),
        outcome(unaware, unaware.replace("10|", "")),
        new FillCarts.Outcome(900, lost, 20, disagreed, 50, 3, 120));
  }

  private static Measured example(Measured one, String shown) {
    return new Measured(one.variant(), outcome(shown, shown), one.unaware(), one.carts());
  }

  private static Measured carts(Measured one, int lost, int disagreed) {
    return new Measured(
        one.variant(),
        one.aware(),
        one.unaware(),
        new FillCarts.Outcome(900, lost, 20, disagreed, 50, 3, 120));
  }

  private static CourseExample.Outcome outcome(String shown, String resolved) {
    return new CourseExample.Outcome(values(shown), values(resolved));
  }

  /** Such as {@code 14,10|14,14} for A, B and C. */
  private static SortedMap<String, List<String>> values(String text) {
    SortedMap<String, List<String>> values = new TreeMap<>();
    char site = 'A';
    for (String shown : text.split(",", -1)) {
      values.put(Character.toString(site), List.of(shown.split("\\|", -1)));
      site++;
    }
    return values;
  }
}
