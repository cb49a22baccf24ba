package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class NegativeControlTest {
  private static final NegativeControl DEDUP =
      control(new NegativeControl.Sign.Intents("duplicated"));
  private static final NegativeControl BOOKS =
      control(new NegativeControl.Sign.FailedCheck("balances-are-postings"));

  @Test
  void red_invalidWithTheClass_tellsHowMany() {
    assertThat(red(DEDUP, "invalid", 1_204, "valid")).hasValue("1,204 duplicated");
  }

  @Test
  void red_validOrUnknown_isNot() {
    assertThat(red(DEDUP, "valid", 7, "valid")).isEmpty();
    assertThat(red(DEDUP, "unknown", 7, "valid")).isEmpty();
  }

  @Test
  void red_invalidForAnotherReason_isNot() {
    assertThat(red(DEDUP, "invalid", 0, "invalid")).isEmpty();
    assertThat(red(BOOKS, "invalid", 7, "valid")).isEmpty();
    assertThat(red(BOOKS, "invalid", 7, "unknown")).isEmpty();
  }

  @Test
  void red_invalidWithTheCheck_tellsItsEvidence() {
    assertThat(red(BOOKS, "invalid", 0, "invalid"))
        .hasValue("balances-are-postings: one account has 1 too much");
  }

  @Test
  void all_haveNamesOfTheirOwn() {
    assertThat(NegativeControl.ALL.stream().map(NegativeControl::name)).doesNotHaveDuplicates();
  }

  private static NegativeControl control(NegativeControl.Sign sign) {
    return new NegativeControl("some", "something", List.of(), sign);
  }

  private static Optional<String> red(
      NegativeControl control, String verdict, long duplicated, String check) {
    return control.red(
        JsonMapper.shared()
            .readTree(
                """
                {"verdict": "%s", "classes": {"duplicated": %d, "lost": 3},
                 "checks": [{"name": "conservation", "verdict": "invalid", "detail": "…"},
                   {"name": "balances-are-postings", "verdict": "%s",
                    "detail": "one account has 1 too much"}]}
                """
                    .formatted(verdict, duplicated, check)));
  }
}
