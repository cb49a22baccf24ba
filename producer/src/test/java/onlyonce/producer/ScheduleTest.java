package onlyonce.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final long START = 1_790_000_000_000L;

  @Test
  void due_perSecond_dependsOnTheIndexAlone() {
    Schedule schedule = Schedule.of(new Pacing.PerSecond(400), OptionalLong.empty(), START, 5);

    assertThat(schedule.due(0, 99)).isEqualTo(new Schedule.Due(START, 5));
    assertThat(schedule.due(1, 99)).isEqualTo(new Schedule.Due(START + 2, 2_500_005));
    assertThat(schedule.due(4_000, 0)).isEqualTo(new Schedule.Due(START + 10_000, 10_000_000_005L));
  }

  @Test
  void due_overADuration_spreadsTheLines() {
    Schedule schedule =
        Schedule.of(new Pacing.Over(Duration.ofSeconds(30)), OptionalLong.of(6_000), START, 0);

    assertThat(schedule.due(6_000, 0).millis()).isEqualTo(START + 30_000);
    assertThat(schedule.due(200, 0).millis()).isEqualTo(START + 1_000);
  }

  @Test
  void due_unpaced_isNow() {
    Schedule schedule = Schedule.of(new Pacing.Unpaced(), OptionalLong.of(6_000), START, 1_000_000);

    assertThat(schedule.due(77, 4_000_000)).isEqualTo(new Schedule.Due(START + 3, 4_000_000));
  }

  @Test
  void pacing_nonsense_isRefused() {
    assertThatThrownBy(() -> new Pacing.PerSecond(0)).hasMessageContaining("rate must be");
    assertThatThrownBy(() -> new Pacing.PerSecond(Double.NaN)).hasMessageContaining("rate must");
    assertThatThrownBy(() -> new Pacing.Over(Duration.ZERO)).hasMessageContaining("duration must");
  }
}
