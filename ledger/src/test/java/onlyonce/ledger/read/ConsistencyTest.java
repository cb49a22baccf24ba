package onlyonce.ledger.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsistencyTest {

  @Test
  void parse_eachName() {
    assertThat(Consistency.parse("primary", 3)).isEqualTo(new Consistency.Primary());
    assertThat(Consistency.parse("quorum", 3)).isEqualTo(new Consistency.Quorum());
    assertThat(Consistency.parse("any", 3)).isEqualTo(new Consistency.Any());
    assertThat(Consistency.parse("at-least:17", 3))
        .isEqualTo(new Consistency.AtLeast(new Version(3, 17)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "most", "at-least", "at-least:", "at-least:-1", "at-least:1e3"})
  void parse_other_isRefused(String text) {
    assertThatThrownBy(() -> Consistency.parse(text, 0)).hasMessageContaining("at-least:VERSION");
  }
}
