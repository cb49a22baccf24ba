package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

final class LedgerPaceTest {
  private static final Version AT = new Version(3, 7);

  private final Backlog backlog = new Backlog();
  private final LedgerPace pace = new LedgerPace(backlog, 1_000);

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
  void isQueued_theOrchestratorIsBehind_isTrueUnlessALaterStepWasAnswered() {
    backlog.read(7_000, 8_500);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();
    backlog.read(5_000, 8_600);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isTrue();

    pace.answered(AT, 1_001, 8_700);
    assertThat(pace.isQueued(3, 1_000, 9_000)).isFalse();
  }

  @Test
  void isQueued_anotherTaskReadsWhatIsOld_isTrueUntilNoneDoes() {
    backlog.read(5_000, 8_600);
    // What the others read meanwhile says nothing.
    backlog.read(13_500, 13_500);
    assertThat(pace.isQueued(3, 1_000, 13_599)).isTrue();
    assertThat(pace.isQueued(3, 1_000, 13_600)).isFalse();
  }

  @Test
  void isQueued_behindForFiveMinutes_isFalseThen() {
    backlog.read(290_000, 300_000);
    assertThat(pace.isQueued(3, 1_000, 300_999)).isTrue();
    assertThat(pace.isQueued(3, 1_000, 301_000)).isFalse();
  }

  @Test
  void mayHaveUnread_justBegun_isTrueForFiveSeconds() {
    assertThat(pace.mayHaveUnread(500, 5_999)).isTrue();
    assertThat(pace.mayHaveUnread(500, 6_000)).isFalse();
  }

  @Test
  void mayHaveUnread_answersComing_untilOneIsNewerThanTheDeadline() {
    pace.readAnswer(8_000, 20_000);
    assertThat(pace.mayHaveUnread(8_000, 21_000)).isTrue();
    assertThat(pace.mayHaveUnread(7_999, 21_000)).isFalse();
    assertThat(pace.mayHaveUnread(8_000, 25_000)).isFalse();
  }

  @Test
  void mayHaveUnread_theOrchestratorIsBehind_isTrueHoweverLongNoAnswerWasRead() {
    pace.readAnswer(8_000, 20_000);
    backlog.read(9_000, 27_000);
    assertThat(pace.mayHaveUnread(8_000, 31_999)).isTrue();
    assertThat(pace.mayHaveUnread(8_000, 32_000)).isFalse();
  }

  @Test
  void mayHaveUnread_forFiveMinutes_isFalseThen() {
    pace.readAnswer(500, 300_900);
    assertThat(pace.mayHaveUnread(500, 300_999)).isTrue();
    assertThat(pace.mayHaveUnread(500, 301_000)).isFalse();
    assertThat(pace.mayHaveUnread(2_000, 301_000)).isTrue();
  }

  @Test
  void isQueued_silentForLong_isFalse() {
    pace.answered(AT, 900, 8_000);

    assertThat(pace.isQueued(3, 1_000, 12_999)).isTrue();
    assertThat(pace.isQueued(3, 1_000, 13_000)).isFalse();
  }
}
