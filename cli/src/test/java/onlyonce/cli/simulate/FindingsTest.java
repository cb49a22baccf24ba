package onlyonce.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FindingsTest {
  private static final Findings.Failure FAILURE =
      new Findings.Failure(99, new Violation("applied-once", "Post of T1 …"), 3, 70, List.of("x"));

  @Test
  void verdict_manyHistoriesWithoutARareThing_isUnknownAndSaysWhich() {
    Findings findings = findings(Findings.ENOUGH, Optional.empty(), Optional.empty());

    assertThat(findings.verdict()).isEqualTo(Findings.Verdict.UNKNOWN);
    assertThat(SimulateText.of(findings))
        .contains("unknown: so many histories should have met each of these")
        .contains(Sighting.LATE_HOLD_REFUSED.meaning());
    assertThat(json(findings).get("missing")).hasSize(Sighting.values().length);
  }

  @Test
  void verdict_fewHistories_needNotMeetRareThings() {
    assertThat(findings(5, Optional.empty(), Optional.empty()).verdict())
        .isEqualTo(Findings.Verdict.VALID);
  }

  @Test
  void verdict_nothingPlayed_isUnknown() {
    assertThat(findings(0, Optional.empty(), Optional.empty()).verdict())
        .isEqualTo(Findings.Verdict.UNKNOWN);
  }

  @Test
  void verdict_failure_isInvalidWithTraceAndCommand() {
    Findings findings = findings(250, Optional.of(Mechanism.DEDUP), Optional.of(FAILURE));

    assertThat(findings.verdict()).isEqualTo(Findings.Verdict.INVALID);
    assertThat(SimulateText.of(findings))
        .contains("violated: applied-once")
        .contains("./onlyonce simulate --seeds 1 --seed 99 --break dedup")
        .endsWith("invalid");
    JsonNode json = json(findings);
    assertThat(json.get("verdict").asString()).isEqualTo("invalid");
    assertThat(json.get("break").asString()).isEqualTo("dedup");
    assertThat(json.get("failure").get("invariant").asString()).isEqualTo("applied-once");
    assertThat(json.get("failure").get("trace").get(0).asString()).isEqualTo("x");
  }

  private static Findings findings(
      int played, Optional<Mechanism> broken, Optional<Findings.Failure> failure) {
    return new Findings(
        1, broken, 10_000, played, 7, Duration.ofSeconds(3), new Sightings(), failure);
  }

  private static JsonNode json(Findings findings) {
    return JsonMapper.builder().build().readTree(SimulateJson.of(findings));
  }
}
