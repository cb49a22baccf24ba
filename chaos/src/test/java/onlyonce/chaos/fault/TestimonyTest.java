package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TestimonyTest {
  private static final Testimony SAID =
      Testimony.of(
          List.of(
              "2026-01-01 WARN something else",
              "witness: acknowledged 100 110",
              "witness: acknowledged 199 205",
              "witness: refused 200 1200 TimeoutException",
              "witness: watermarks 250 ledger-commands-0=7 ledger-commands-3=9",
              "witness: acknowledged 400 2100",
              "witness: refused 500 1",
              "witness: wat"));

  @Test
  void acknowledged_countsWhatWasSentSince_andAnsweredBefore() {
    assertThat(SAID.acknowledged(100, 3000)).isEqualTo(3);
    assertThat(SAID.acknowledged(200, 3000)).isEqualTo(1);
    assertThat(SAID.acknowledged(200, 2000)).isZero();
  }

  @Test
  void refused_leavesHalfALineOut() {
    assertThat(SAID.refused(0, 3000)).isEqualTo(1);
    assertThat(SAID.refused(201, 3000)).isZero();
  }

  @Test
  void watermarks_areThoseOfTheTimeBetween() {
    assertThat(SAID.watermarks(200, 300))
        .containsExactly(
            new Testimony.Watermarks(
                250, Map.of("ledger-commands-0", 7L, "ledger-commands-3", 9L)));
    assertThat(SAID.watermarks(251, 300)).isEmpty();
  }

  @Test
  void written_isReadAgain() {
    List<Testimony.Said> all =
        List.of(
            new Testimony.Acknowledged(1, 2),
            new Testimony.Refused(3, 4, "TimeoutException"),
            new Testimony.Watermarks(5, Map.of("a-1", 6L, "b-2", 7L)));

    Stream<String> lines = all.stream().map(Testimony::written);

    assertThat(Testimony.of(lines.toList()).said()).isEqualTo(all);
  }
}
