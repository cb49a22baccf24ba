package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

final class LedgerPaceTest {
  private static final Version AT = new Version(3, 7);

  private final LedgerPace pace = new LedgerPace();

  @Test
  void isQueued_nothingHeard_isFalse() {
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();
  }

  @Test
  void isQueued_onlyEarlierStepsAnswered_isTrue() {
    pace.answered(AT, 900, 8_000);

    assertThat(pace.isQueued(3, 1_000, 9_000)).isTrue();
    assertThat(pace.isQueued(4, 1_000, 9_000)).isFalse();
  }

  @Test
  void isQueued_aLaterStepAnswered_isFalse() {
    pace.answered(AT, 1_000, 8_000);
    // Sent together, perhaps before it and perhaps behind.
    assertThat(pace.isQueued(3, 1_000, 9_000)).isTrue();
    pace.answered(AT, 1_001, 8_000);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();

    // An answer that is repeated takes nothing back.
    pace.answered(AT, 500, 8_500);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();
  }

  @Test
  void isQueued_theTaskItselfIsBehind_isTrueUnlessALaterStepWasAnswered() {
    pace.read(5_000, 8_000);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isTrue();
    pace.read(7_000, 8_500);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();
    pace.read(5_000, 8_600);
    assertThat(pace.isQueued(3, 1_000, 13_600)).isFalse();

    pace.read(5_000, 8_700);
    pace.answered(AT, 1_001, 8_700);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();
  }

  @Test
  void isQueued_silentForLong_isFalse() {
    pace.answered(AT, 900, 8_000);

    assertThat(pace.isQueued(3, 1_000, 12_999)).isTrue();
    assertThat(pace.isQueued(3, 1_000, 13_000)).isFalse();
  }
}
