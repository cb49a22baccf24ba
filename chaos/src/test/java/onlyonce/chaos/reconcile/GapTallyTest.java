package onlyonce.chaos.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.fault.KillOrchestrators;
import onlyonce.chaos.report.ResultGaps;
import org.junit.jupiter.api.Test;

final class GapTallyTest {
  private final GapTally tally = new GapTally(List.of());

  @Test
  void gaps_withoutSagas_areNone() {
    assertThat(tally.gaps()).isEqualTo(new ResultGaps(0, 0, 0));
  }

  @Test
  void gaps_underLoad_areBetweenTwoEnds() {
    tally.saga(30, 2_500);
    tally.saga(0, 100);
    tally.saga(10, 150);
    tally.saga(40, 2_600);

    assertThat(tally.gaps()).isEqualTo(new ResultGaps(2_350, 150, 0));
  }

  @Test
  void gaps_whileNoneIsOpen_areNotCounted() {
    tally.saga(0, 100);
    tally.saga(60_000, 60_300);
    tally.saga(60_100, 60_350);

    assertThat(tally.gaps()).isEqualTo(new ResultGaps(300, 60_000, 0));
  }

  @Test
  void gaps_whileOneIsOpenAndOthersEnd_areShort() {
    tally.saga(0, 900);
    for (int i = 1; i < 9; i++) {
      tally.saga(i * 100L, i * 100L + 50);
    }

    assertThat(tally.gaps()).isEqualTo(new ResultGaps(150, 0, 0));
  }

  @Test
  void gaps_whileEveryOrchestratorIsDead_areToldApart() {
    GapTally dark =
        new GapTally(
            List.of(
                kill("orchestrator-1", 900, 1_500), kill(KillOrchestrators.EVERY, 5_000, 9_000)));
    dark.saga(0, 1_000);
    dark.saga(0, 4_000);
    dark.saga(4_000, 11_000);
    dark.saga(4_000, 13_000);

    assertThat(dark.gaps()).isEqualTo(new ResultGaps(3_000, 1_000, 7_000));
  }

  private static FaultRecord kill(String target, long at, long healed) {
    return new FaultRecord(
        "kill",
        target,
        Instant.ofEpochMilli(at),
        Optional.of(Instant.ofEpochMilli(healed)),
        "ended by signal 9",
        true,
        3);
  }
}
