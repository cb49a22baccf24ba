package onlyonce.cli.lab.failuredetector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import onlyonce.ledger.detection.DetectorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoreTest {
  /** Dead from 2 s to 8 s, paused for 300 ms at 10 s and for 1.5 s at 12 s, silent at 15 s. */
  private static final Trace TRACE =
      new WrittenTrace(17_000)
          .killed(2_000, 8_000)
          .paused(10_000, 10_300)
          .paused(12_000, 13_500)
          .silent(15_000, 15_100)
          .trace();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          timeout | missed | late | after | pauses suspected | borne | out of the blue
          50      | 0      | 0    | 50    | 2                | 0     | 1
          200     | 0      | 0    | 200   | 2                | 0     | 0
          1000    | 0      | 0    | 1000  | 1                | 300   | 0
          5000    | 0      | 1    | 5000  | 0                | 1500  | 0
          7000    | 1      | 0    | 0     | 0                | 1500  | 0
          """)
  void score_ofEachTimeout(
      long timeout, int missed, int late, double after, int suspected, double borne, int blue) {
    Score score = Score.of(timeout(timeout), TRACE);

    assertThat(score.kills()).isEqualTo(1);
    assertThat(score.pauses()).isEqualTo(2);
    assertThat(score.missed()).isEqualTo(missed);
    assertThat(score.late()).isEqualTo(late);
    assertThat(score.longestMillis()).isCloseTo(after, within(10.0));
    assertThat(score.pausesSuspected()).isEqualTo(suspected);
    assertThat(score.longestTrustedMillis()).isCloseTo(borne, within(0.1));
    assertThat(score.outOfTheBlue()).isEqualTo(blue);
  }

  @Test
  void mistakenTime_isThatOfTheLivingOnly() {
    assertThat(Score.of(timeout(1_000), TRACE).mistakenMillis()).isCloseTo(500, within(20.0));
    assertThat(Score.of(timeout(5_000), TRACE).mistakenMillis()).isCloseTo(0, within(10.0));
  }

  @Test
  void detection_ofWhoWasSuspectedAlready_tookNoTime() {
    Trace trace = new WrittenTrace(10_000).silent(1_000, 2_000).killed(2_000, 5_000).trace();

    Score score = Score.of(timeout(500), trace);

    assertThat(score.detectionMillis()).containsExactly(0.0);
    assertThat(score.missed()).isZero();
  }

  @Test
  void replay_ofWhoNeverAnswersAgain_lastsToTheEnd() {
    Trace trace = new WrittenTrace(10_000).silent(4_000, 10_001).trace();

    assertThat(Replay.of(timeout(1_000), trace, "shard-1"))
        .singleElement()
        .satisfies(span -> assertThat(span.millis()).isCloseTo(5_000, within(10.0)));
  }

  static DetectorSettings timeout(long millis) {
    return new DetectorSettings.Timeout(Duration.ofMillis(millis));
  }
}
