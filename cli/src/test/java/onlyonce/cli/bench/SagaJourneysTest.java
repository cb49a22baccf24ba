package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.cli.bench.SagaJourneys.Spans;
import onlyonce.cli.bench.SagaJourneys.Underway;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SagaJourneysTest {
  private static final Offset<Double> DIGITS = within(5.0);
  private static final UUID ID = UUID.fromString("01932c07-0000-7000-8000-000000000001");

  private final SagaJourneys journeys = new SagaJourneys();
  private final Spans spans = Spans.fresh();
  private final long startMillis = spans.anchorMicros() / 1_000;

  @Test
  void ended_afterAProducerThatStoodStill_countsItsDelayFromTheIntentOnly() {
    Underway one = journeys.begin(ID, spans.anchorNanos(), spans);
    one.appended(startMillis + 400);
    journeys.ended(result(End.COMPLETED), startMillis + 500, nanosAfter(530));

    assertThat(spans.fromIntent().getMaxValue() / 1e3).isCloseTo(500, DIGITS);
    assertThat(spans.fromAppend().getMaxValue() / 1e3).isCloseTo(100, DIGITS);
    assertThat(spans.untilRead().getMaxValue() / 1e3).isCloseTo(530, DIGITS);
  }

  @Test
  void ended_beforeTheAppendWasHeardOf_isMeasuredAllTheSame() {
    Underway one = journeys.begin(ID, spans.anchorNanos(), spans);
    journeys.ended(result(End.COMPLETED), startMillis + 500, nanosAfter(500));
    assertThat(spans.fromAppend().getTotalCount()).isZero();

    one.appended(startMillis + 300);

    assertThat(spans.fromAppend().getMaxValue() / 1e3).isCloseTo(200, DIGITS);
    assertThat(journeys.open()).isZero();
  }

  @Test
  void ended_once_leavesNothingWrong() {
    var _ = journeys.begin(ID, spans.anchorNanos(), spans);
    journeys.ended(result(End.COMPLETED), startMillis, nanosAfter(0));

    assertThat(journeys.wrong()).isEmpty();
    assertThat(journeys.ended()).isEqualTo(journeys.sent()).isOne();
  }

  @Test
  void ended_twice_isWrong() {
    var _ = journeys.begin(ID, spans.anchorNanos(), spans);
    journeys.ended(result(End.COMPLETED), startMillis, nanosAfter(0));
    journeys.ended(result(End.COMPLETED), startMillis, nanosAfter(0));

    assertThat(journeys.wrong()).hasValueSatisfying(it -> assertThat(it).contains("ended twice"));
  }

  @Test
  void ended_asCompensated_isWrong() {
    var _ = journeys.begin(ID, spans.anchorNanos(), spans);
    journeys.ended(result(End.COMPENSATED), startMillis, nanosAfter(0));

    assertThat(journeys.wrong()).hasValueSatisfying(it -> assertThat(it).contains("Compensated"));
  }

  private long nanosAfter(long millis) {
    return spans.anchorNanos() + Duration.ofMillis(millis).toNanos();
  }

  private static TransferResult result(End end) {
    return new TransferResult(
        ID,
        end,
        end == End.COMPLETED ? Optional.empty() : Optional.of(Outcome.ACCOUNT_CLOSED),
        List.of());
  }
}
