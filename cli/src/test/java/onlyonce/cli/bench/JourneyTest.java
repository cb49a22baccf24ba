package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class JourneyTest {
  private static final Offset<Double> DIGITS = within(0.02 * 500);

  private final Journey journey = new Journey(1);
  private final long now = System.nanoTime();
  private final long nowMillis = Instant.now().toEpochMilli();

  @Test
  void between_takesTheFirstLookThatSawTheRecordCommitted() {
    sent(0, 0);
    sent(1, 0);
    journey.committed(0, 1, after(100));
    journey.committed(0, 2, after(500));

    Histogram fromIntent = journey.between(new int[] {0}, new int[] {2}).fromIntent();

    assertThat(fromIntent.getMinValue() / 1e3).isCloseTo(100, DIGITS);
    assertThat(fromIntent.getMaxValue() / 1e3).isCloseTo(500, DIGITS);
  }

  @Test
  void between_afterAProducerThatStoodStill_countsItsDelayFromTheIntentOnly() {
    sent(0, 400);
    journey.committed(0, 1, after(500));

    Journey.Histograms found = journey.between(new int[] {0}, new int[] {1});

    assertThat(found.fromAppend().getMaxValue() / 1e3).isCloseTo(100, DIGITS);
    assertThat(found.fromIntent().getMaxValue() / 1e3).isCloseTo(500, DIGITS);
  }

  @Test
  void between_withARecordThatWasNeverCommitted_fails() {
    sent(0, 0);
    sent(1, 0);
    journey.committed(0, 1, after(100));

    assertThatThrownBy(() -> journey.between(new int[] {0}, new int[] {2}))
        .hasMessageContaining("offset 1 was not seen committed");
  }

  private void sent(long offset, long appendedAfterMillis) {
    journey.intended(0, now);
    journey.appended(0, offset, nowMillis + appendedAfterMillis);
  }

  private long after(long millis) {
    return now + Duration.ofMillis(millis).toNanos();
  }
}
