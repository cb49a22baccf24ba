package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class GatheringTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Gathering gathering = new Gathering(nanos::get);

  @Test
  void few_neverWait() {
    assertThat(gathering.isOver(1)).isTrue();
    assertThat(gathering.isOver(63)).isTrue();
  }

  @Test
  void some_goAtOnceUnlessOthersJustWent() {
    assertThat(gathering.isOver(200)).isTrue();
    pass(29);
    assertThat(gathering.isOver(200)).isFalse();
    pass(1);
    assertThat(gathering.isOver(200)).isTrue();
  }

  @Test
  void some_waitBehindFew() {
    assertThat(gathering.isOver(3)).isTrue();

    assertThat(gathering.isOver(200)).isFalse();
  }

  @Test
  void many_waitForWhatFollowsThem_andHoldNobodyBack() {
    assertThat(gathering.isOver(1_000)).isFalse();

    assertThat(gathering.isOver(200)).isTrue();
  }

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }
}
