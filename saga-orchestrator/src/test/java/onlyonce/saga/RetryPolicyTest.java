package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(4), Duration.ofSeconds(60), Duration.ofSeconds(30));

  @Test
  void pauseMillis_everyAttempt_doublesUpToTheLongestAndIsSpreadOverItsUpperHalf() {
    long full = 4_000;
    for (int attempt = 1; attempt < 80; attempt++) {
      Set<Long> pauses = new HashSet<>();
      for (int number = 0; number < 200; number++) {
        long pause = POLICY.pauseMillis(Sample.id(number), attempt);
        assertThat(pause).as("attempt %d", attempt).isBetween(full / 2, full);
        pauses.add(pause / (full / 20));
      }
      assertThat(pauses).as("attempt %d", attempt).hasSizeGreaterThanOrEqualTo(9);
      full = Math.min(2 * full, 60_000);
    }
  }

  @Test
  void pauseMillis_sameTransferAndAttempt_isTheSame() {
    assertThat(POLICY.pauseMillis(Sample.id(1), 3)).isEqualTo(POLICY.pauseMillis(Sample.id(1), 3));
    assertThat(POLICY.pauseMillis(Sample.id(1), Integer.MAX_VALUE)).isBetween(30_000L, 60_000L);
  }

  @Test
  void isNever_onlyOfThePolicyThatNeverRetries() {
    assertThat(RetryPolicy.NEVER.isNever()).isTrue();
    assertThat(RetryPolicy.DEFAULT.isNever()).isFalse();
  }

  @Test
  void policy_shorterLongestPauseOrNoPause_isRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryPolicy(second.multipliedBy(2), second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(Duration.ZERO, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(second, second, Duration.ofDays(9_999)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
