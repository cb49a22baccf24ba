package onlyonce.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShrinkTest {
  private static final List<Step> HUNDRED =
      IntStream.range(0, 100).<Step>mapToObj(Step.Pass::new).toList();

  @Test
  void shortest_twoStepsNeeded_keepsThoseInTheirOrder() {
    Step early = HUNDRED.get(13);
    Step late = HUNDRED.get(80);

    List<Step> shortest =
        new Shrink(steps -> steps.indexOf(early) >= 0 && steps.indexOf(early) < steps.indexOf(late))
            .shortest(HUNDRED);

    assertThat(shortest).containsExactly(early, late);
  }

  @Test
  void shortest_failsWithoutAnySteps_isEmpty() {
    assertThat(new Shrink(_ -> true).shortest(HUNDRED)).isEmpty();
  }

  @Test
  void shortest_allStepsNeeded_staysAsItIs() {
    assertThat(new Shrink(steps -> steps.size() == 100).shortest(HUNDRED)).isEqualTo(HUNDRED);
  }
}
