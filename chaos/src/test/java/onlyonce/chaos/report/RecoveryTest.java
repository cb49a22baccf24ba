package onlyonce.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.fault.FaultRecord;
import org.junit.jupiter.api.Test;

final class RecoveryTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void slowAfterTheInjection_isFeltUntilTheLastSlowSlice() {
    List<TimelinePoint> timeline = timeline(200, 200, 200, 200, 0, 3_400, 200, 1_200, 200, 200);

    assertThat(Recovery.of(faults(1_700), timeline))
        .containsExactly(new Recovery.After(Duration.ofMillis(4_000 - 1_700)));
  }

  @Test
  void quickOnes_areNotFelt_norIsWhatWasSlowBefore() {
    assertThat(Recovery.of(faults(1_700), timeline(200, 3_000, 200, 200, 900, 200)))
        .containsExactly(new Recovery.NotFelt());
    assertThat(Recovery.of(faults(1_700), List.of())).containsExactly(new Recovery.NotFelt());
  }

  @Test
  void slowWhereAllIsSlow_isNotFelt() {
    assertThat(Recovery.of(faults(700), timeline(900, 800, 1_500, 900, 850)))
        .containsExactly(new Recovery.NotFelt());
    assertThat(Recovery.of(faults(700), timeline(900, 800, 2_701, 900, 850)))
        .containsExactly(new Recovery.After(Duration.ofMillis(800)));
  }

  @Test
  void slowStillWhenTheNextBegins_isNotSeen_andTheNextOneHasItsOwn() {
    List<TimelinePoint> timeline = timeline(200, 200, 2_000, 2_500, 2_800, 200, 200, 200, 200);

    assertThat(Recovery.of(faults(900, 1_600), timeline))
        .containsExactly(new Recovery.NotSeen(), new Recovery.After(Duration.ofMillis(900)));
  }

  private static List<FaultRecord> faults(long... atMillis) {
    List<FaultRecord> faults = new ArrayList<>();
    for (long at : atMillis) {
      Instant begin = START.plusMillis(at);
      faults.add(
          new FaultRecord("kill", "broker-1", begin, Optional.of(begin), "signal 9", true, 9));
    }
    return faults;
  }

  /** Slices of half a second, by their slowest transfer; none ended where that is 0. */
  private static List<TimelinePoint> timeline(long... slowest) {
    List<TimelinePoint> points = new ArrayList<>();
    for (long millis : slowest) {
      long at = START.toEpochMilli() + points.size() * 500L;
      points.add(new TimelinePoint(at, millis == 0 ? 0 : 100, millis));
    }
    return points;
  }
}
