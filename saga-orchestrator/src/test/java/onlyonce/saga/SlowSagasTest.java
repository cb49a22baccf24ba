package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlowSagasTest {
  private static final long T0 = 1_790_000_000_000L;
  private static final long SLOW_AFTER = Awaiting.SLOW_AFTER.toMillis();

  /** How much later than it is a saga may count as slow. */
  private static final long LATE = 200;

  @Test
  void saga_thatWaits_isSlowAfterFiveSecondsAndNoMoreWhenAnswered() {
    SlowSagas slow = new SlowSagas(T0);
    slow.count(T0, 1);
    assertThat(at(slow, T0 + SLOW_AFTER - 1)).isZero();
    assertThat(at(slow, T0 + SLOW_AFTER + LATE)).isEqualTo(1);
    slow.count(T0, -1);
    assertThat(at(slow, T0 + SLOW_AFTER + LATE)).isZero();
  }

  @Test
  void saga_answeredInTime_isNeverSlow() {
    SlowSagas slow = new SlowSagas(T0);
    slow.count(T0 + 50, 1);
    assertThat(at(slow, T0 + 4_000)).isZero();
    slow.count(T0 + 50, -1);
    assertThat(at(slow, T0 + 100_000)).isZero();
  }

  @Test
  void saga_ofLongAgo_isSlowAtOnce() {
    SlowSagas slow = new SlowSagas(T0);
    slow.count(T0 - 3_600_000, 1);
    assertThat(slow.count()).isEqualTo(1);
  }

  @Test
  void clock_thatLeapsAndGoesBack_leavesTheNumbersRight() {
    SlowSagas slow = new SlowSagas(T0);
    slow.count(T0, 1);
    assertThat(at(slow, T0 + 3_600_000)).isEqualTo(1);
    slow.count(T0 + 3_600_000, 1);
    assertThat(at(slow, T0)).isEqualTo(1);
    slow.count(T0 + 3_600_000, -1);
    slow.count(T0, -1);
    assertThat(at(slow, T0 + 7_200_000)).isZero();
  }

  @Test
  void sagas_whoseClockIsFarAhead_areRightInTheEnd() {
    SlowSagas slow = new SlowSagas(T0);
    slow.count(T0 + 60_000, 1);
    at(slow, T0 + 20_000);
    slow.count(T0 + 60_000, -1);
    assertThat(at(slow, T0 + 80_000)).isZero();
  }

  @Test
  void count_ofAnyHistory_isThatOfLookingAtEach() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    SlowSagas slow = new SlowSagas(T0);
    List<Long> waiting = new ArrayList<>();
    long now = T0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(100);
      slow.advance(now);
      if (waiting.isEmpty() || random.nextInt(100) < 52) {
        waiting.add(now);
        slow.count(now, 1);
      } else {
        slow.count(waiting.remove(random.nextInt(waiting.size())), -1);
      }
      long until = now - SLOW_AFTER;
      assertThat(slow.count())
          .as("seed %d, event %d", seed, i)
          .isLessThanOrEqualTo(waiting.stream().filter(since -> since <= until).count())
          .isGreaterThanOrEqualTo(waiting.stream().filter(since -> since <= until - LATE).count());
    }
    assertThat(slow.count()).isPositive();
  }

  private static long at(SlowSagas slow, long nowMillis) {
    slow.advance(nowMillis);
    return slow.count();
  }
}
