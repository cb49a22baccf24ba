package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CommitPaceTest {
  private static final Duration LONGEST = Duration.ofMillis(400);

  private long nowMillis = 1_000;
  private final CommitPace pace = new CommitPace(() -> nowMillis * 1_000_000, LONGEST);

  @Test
  void withoutWork_isNeverDue() {
    nowMillis += 10_000;

    assertThat(pace.isDue()).isFalse();
  }

  @Test
  void workAfterASilence_isDueAtOnce() {
    nowMillis += 10_000;
    pace.worked();

    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void quickEnds_leaveTheShortestPause() {
    commitThatTakes(3);
    pace.worked();

    assertThat(pace.isDue()).isFalse();
    nowMillis += CommitPace.SHORTEST.toMillis();
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void slowEnds_leaveTwiceAsMuchTimeBetweenThem() {
    commitThatTakes(150);
    pace.worked();

    nowMillis += 299;
    assertThat(pace.isDue()).isFalse();
    nowMillis += 1;
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void endsThatTakeVeryLong_leaveTheLongestPause() {
    commitThatTakes(3_000);
    pace.worked();

    nowMillis += LONGEST.toMillis();
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void whatWasCommitted_isNotDueAgain() {
    pace.worked();
    commitThatTakes(1);

    nowMillis += 10_000;
    assertThat(pace.isDue()).isFalse();
  }

  /** Every task flushes; the first has the most to wait for. */
  private void commitThatTakes(long millis) {
    pace.ending();
    nowMillis += millis;
    pace.ending();
    pace.ended();
  }
}
