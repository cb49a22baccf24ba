package onlyonce.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Histories that failed once, as steps, so that they stay what they were when the drawing of
 * histories changes.
 */
final class SeedsThatFailedTest {
  private static final int ANNA = 0;
  private static final int BEN = 1;

  /** From seed 111793207269895: a direct transfer that came by transfers as well, much later. */
  @Test
  void replay_sameTransferByBothRoutesHalfAWindowApart_hasOneEnd() {
    List<Step> history =
        List.of(
            new Step.Want(1, ANNA, BEN, 5, false, 0, 42),
            new Step.SendIntent(1, Step.Fate.ACKNOWLEDGED),
            new Step.Pass(Setting.WINDOW.toMillis() / 2 + 60_000),
            new Step.SendByOtherRoute(1));

    assertThat(new PlaySeed(new RealCores()).replay(history, Trace.off()).violation())
        .isEqualTo(Optional.empty());
  }
}
