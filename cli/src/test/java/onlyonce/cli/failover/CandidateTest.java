package onlyonce.cli.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CandidateTest {
  private static Candidate standby(String name, long term, long position) {
    return new Candidate(name, true, term, position);
  }

  private static String furthest(int needed, Candidate... answers) {
    return Candidate.furthest("shard-1", List.of(answers), needed).server();
  }

  @Test
  void furthest_sameHistory_isTheHighestPosition() {
    assertThat(furthest(2, standby("a", 3, 100), standby("b", 3, 200))).isEqualTo("b");
  }

  /** It had more than the one that was promoted, and could not follow: its bytes are no history. */
  @Test
  void furthest_leftBehindByAFailover_losesWithAnyPosition() {
    assertThat(furthest(2, standby("diverged", 3, 900), standby("b", 4, 200))).isEqualTo("b");
  }

  @Test
  void furthest_tooFewAnswer_isRefused() {
    assertThatThrownBy(() -> furthest(2, standby("a", 3, 100)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shard-1 cannot fail over: 2 of its standbys must answer, and 1 do");
  }

  @Test
  void furthest_promotedMeanwhile_isNoStandby() {
    assertThatThrownBy(() -> furthest(1, new Candidate("a", false, 3, 100)))
        .hasMessageContaining("1 of its standbys must answer, and 0 do");
  }
}
