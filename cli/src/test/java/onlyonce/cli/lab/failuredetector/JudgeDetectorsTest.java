package onlyonce.cli.lab.failuredetector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlyonce.chaos.check.Verdict;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LabTable;
import org.junit.jupiter.api.Test;

final class JudgeDetectorsTest {
  private static final Trace TRACE =
      new WrittenTrace(24_000)
          .killed(2_000, 8_000)
          .paused(10_000, 10_300)
          .paused(12_000, 13_500)
          .killed(15_000, 17_500)
          .trace();

  @Test
  void judge_asTheHypothesisSays_isValid() {
    JudgeDetectors.Judgement judgement = judge(TRACE);

    assertThat(judgement.verdict()).isEqualTo(Verdict.VALID);
    assertThat(judgement.conclusion())
        .isEqualTo(
            "A timeout of 50 ms took living servers for dead 2 times. A timeout of 5 s missed 1 of 2"
                + " kills, and was too late for a failover within 5 s at 1. A timeout of 1 s detected"
                + " all of them, after 1.00 s at most, and took 1 of 2 pauses for death.");
  }

  @Test
  void judge_hastyTimeoutThatIsNeverMistaken_isInvalid() {
    JudgeDetectors.Judgement judgement =
        judge(new WrittenTrace(12_000).killed(2_000, 8_000).paused(10_000, 10_020).trace());

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion())
        .startsWith("timeout 50 ms was mistaken 0 times")
        .endsWith("the hypothesis was not tested");
  }

  @Test
  void judge_slowTimeoutThatIsNeverLate_isInvalid() {
    List<Score> scores =
        List.of(
            Score.of(JudgeDetectors.HASTY, TRACE),
            Score.of(JudgeDetectors.SAFE, TRACE),
            new Score(JudgeDetectors.SLOW, List.of(900.0, 950.0), 0, 2, 0, 1_500, 0, 0));

    JudgeDetectors.Judgement judgement = JudgeDetectors.judge(scores);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).contains("never late: the hypothesis was not tested");
  }

  @Test
  void judge_safeTimeoutThatMisses_isInvalid() {
    JudgeDetectors.Judgement judgement =
        judge(
            new WrittenTrace(12_000)
                .killed(2_000, 2_800)
                .killed(4_000, 10_000)
                .paused(11_000, 11_300)
                .trace());

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion())
        .isEqualTo("timeout 1 s missed 1 of 2 kills and was late for 0");
  }

  @Test
  void judge_safeTimeoutThatSuspectsOutOfTheBlue_isInvalid() {
    JudgeDetectors.Judgement judgement =
        judge(
            new WrittenTrace(14_000)
                .killed(2_000, 8_000)
                .paused(9_000, 9_300)
                .silent(11_000, 12_500)
                .trace());

    assertThat(judgement.conclusion()).contains("neither dead nor paused, 1 times");
    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void judge_nothing_isUnknown() {
    assertThat(JudgeDetectors.judge(List.of()).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(judge(new WrittenTrace(5_000).killed(1_000, 4_000).trace()).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void findings_haveARowForEachDetectorAndTwoPictures() {
    Findings findings = FailureDetectorLab.findings(new RecordTrace.Recorded(TRACE, 1_000));

    assertThat(findings.table().rows())
        .extracting(LabTable.Row::name)
        .contains("timeout 50 ms", "timeout 5 s", "phi 8")
        .hasSize(13);
    assertThat(findings.figures())
        .hasSize(2)
        .allSatisfy(figure -> assertThat(figure.svg()).startsWith("<svg").endsWith("</svg>"));
    assertThat(findings.figures().getLast().svg()).contains("shard-1", "suspected, and alive");
  }

  private static JudgeDetectors.Judgement judge(Trace trace) {
    return JudgeDetectors.judge(
        List.of(
            Score.of(JudgeDetectors.HASTY, trace),
            Score.of(JudgeDetectors.SAFE, trace),
            Score.of(JudgeDetectors.SLOW, trace)));
  }
}
