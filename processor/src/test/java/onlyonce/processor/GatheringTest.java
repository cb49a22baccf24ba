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
    assertThat(gathering.tryEnd(1)).isTrue();
    assertThat(gathering.tryEnd(63)).isTrue();
  }

  @Test
  void some_goAtOnceUnlessOthersJustWent() {
    assertThat(gathering.tryEnd(200)).isTrue();
    pass(29);
    assertThat(gathering.tryEnd(200)).isFalse();
    pass(1);
    assertThat(gathering.tryEnd(200)).isTrue();
  }

  @Test
  void some_waitBehindFew() {
    assertThat(gathering.tryEnd(3)).isTrue();

    assertThat(gathering.tryEnd(200)).isFalse();
  }

  @Test
  void many_waitForWhatFollowsThem_andHoldNobodyBack() {
    assertThat(gathering.tryEnd(1_000)).isFalse();

    assertThat(gathering.tryEnd(200)).isTrue();
  }

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }
}
