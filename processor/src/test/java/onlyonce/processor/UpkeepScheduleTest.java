package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class UpkeepScheduleTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // It may overflow any time.
  private final UpkeepSchedule schedule = new UpkeepSchedule(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void takeDue_littleApplied_summarizesNothing() {
    schedule.applying(3_999);
    pass(Duration.ofSeconds(20));
    assertThat(schedule.takeDue()).isEmpty();
  }

  @Test
  void takeDue_muchApplied_summarizesOnceASecond() {
    schedule.applying(4_000);
    pass(Duration.ofMillis(1));
    assertThat(schedule.takeDue()).contains(Upkeep.SUMMARIZE);
    schedule.applying(4_000);
    assertThat(schedule.takeDue()).isEmpty();
    pass(Duration.ofMillis(1_001));
    assertThat(schedule.takeDue()).contains(Upkeep.SUMMARIZE);
    assertThat(schedule.takeDue()).isEmpty();
  }

  @Test
  void takeDue_idle_keepsBoundedAfterHalfAMinuteAndThenEveryTen() {
    pass(Duration.ofSeconds(31));
    assertThat(schedule.takeDue()).contains(Upkeep.KEEP_BOUNDED);
    pass(Duration.ofMinutes(9));
    assertThat(schedule.takeDue()).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(schedule.takeDue()).contains(Upkeep.KEEP_BOUNDED);
  }
}
