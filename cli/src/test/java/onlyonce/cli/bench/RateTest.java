package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RateTest {

  @Test
  void median_ofThreeRuns_isTheMiddleOne() {
    Rate rate = new Rate(List.of(90.0, 120.0, 100.0));

    assertThat(rate.median()).isEqualTo(100);
    assertThat(rate.spread()).isEqualTo(0.3);
  }

  @Test
  void median_ofFourRuns_liesBetweenTheMiddleOnes() {
    assertThat(new Rate(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
  }

  @Test
  void rateOfSeveralRounds_hasTheRunsOfEach() {
    Rate rounds =
        new Rate(List.of(90.0)).and(new Rate(List.of(120.0))).and(new Rate(List.of(100.0)));

    assertThat(rounds.runs()).containsExactly(90.0, 120.0, 100.0);
    assertThat(rounds.median()).isEqualTo(100);
  }

  @Test
  void rate_ofWhatWasSeen_countsWhatWasCommittedBetweenTwoLooks() {
    List<TakeParts.Seen> seen =
        List.of(
            new TakeParts.Seen(0, 1_050),
            new TakeParts.Seen(1_000_000_000, 2_050),
            new TakeParts.Seen(1_500_000_000, 3_050));

    assertThat(TakeParts.rate(seen).runs()).containsExactly(1_000.0, 2_000.0);
  }

  @Test
  void rate_ofAPartThatNobodySawBegin_isRefused() {
    List<TakeParts.Seen> seen = List.of(new TakeParts.Seen(5, 900), new TakeParts.Seen(5, 900));

    assertThatThrownBy(() -> TakeParts.rate(seen)).hasMessageContaining("raise --commands");
  }

  @Test
  void inRoundsOver_oneRoundDisturbed_isTheOthers() {
    Rate engine = new Rate(List.of(50.0, 20.0, 66.0));
    Rate ceiling = new Rate(List.of(100.0, 100.0, 110.0));

    assertThat(engine.inRoundsOver(ceiling)).isEqualTo(0.5);
    assertThat(engine.medianOver(ceiling)).isEqualTo(0.5);
  }

  @Test
  void inRoundsOver_eachRoundFaster_countsNoDriftAsADifference() {
    Rate resent = new Rate(List.of(60.0, 80.0, 100.0));
    Rate allNew = new Rate(List.of(80.0, 80.0, 100.0));

    assertThat(resent.inRoundsOver(allNew)).isEqualTo(1.0);
  }

  @Test
  void inRoundsOver_otherRounds_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(List.of(1.0, 2.0)).inRoundsOver(new Rate(List.of(1.0))));
  }
}
