package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import onlyonce.cli.bench.SagaCosts.Counts;
import org.junit.jupiter.api.Test;

final class SagaCostsTest {

  @Test
  void between_sharesWhatCameAmongTheSagasThatEnded() {
    Counts before = new Counts(Map.of("transfers", 100L, "dead-letters", 7L), 50, 100);
    Counts after =
        new Counts(Map.of("transfers", 300L, "dead-letters", 7L, "changelog", 900L), 60, 300);

    SagaCosts costs = SagaCosts.between(before, after);

    assertThat(costs.log())
        .containsExactly(Map.entry("changelog", 4.5), Map.entry("transfers", 1.0));
    assertThat(costs.entries()).isEqualTo(5.5);
    assertThat(costs.databaseCommits()).isEqualTo(0.05);
  }

  @Test
  void between_withoutAnySaga_isRefused() {
    Counts still = new Counts(Map.of(), 0, 5);

    assertThatThrownBy(() -> SagaCosts.between(still, still)).hasMessageContaining("no saga ended");
  }
}
