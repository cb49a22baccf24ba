package onlyonce.saga;

import static onlyonce.saga.Due.Standing.QUEUED;
import static onlyonce.saga.Due.Standing.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

final class LedgerPaceTest {
  private static final Version AT = new Version(3, 7);

  private final LedgerPace pace = new LedgerPace();

  @Test
  void standing_nothingHeard_isUnknown() {
    assertThat(pace.standing(3, 1_000, 9_000)).isEqualTo(UNKNOWN);
  }

  @Test
  void standing_onlyEarlierStepsAnswered_isQueued() {
    pace.answered(AT, 900, 8_000);

    assertThat(pace.standing(3, 1_000, 9_000)).isEqualTo(QUEUED);
    assertThat(pace.standing(4, 1_000, 9_000)).isEqualTo(UNKNOWN);
  }

  @Test
  void standing_aStepOfThatTimeOrLaterAnswered_isUnknown() {
    pace.answered(AT, 1_000, 8_000);
    assertThat(pace.standing(3, 1_000, 9_000)).isEqualTo(UNKNOWN);

    // An answer that is repeated takes nothing back.
    pace.answered(AT, 500, 8_500);
    assertThat(pace.standing(3, 1_000, 9_000)).isEqualTo(UNKNOWN);
  }

  @Test
  void standing_silentForLong_isUnknown() {
    pace.answered(AT, 900, 8_000);

    assertThat(pace.standing(3, 1_000, 12_999)).isEqualTo(QUEUED);
    assertThat(pace.standing(3, 1_000, 13_000)).isEqualTo(UNKNOWN);
  }
}
