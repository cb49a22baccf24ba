package onlyonce.ledger.detection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureDetectorTest {
  /** Any reading of a monotonic clock may be the first one, also one that overflows soon. */
  private static final long BEGIN = Long.MAX_VALUE - MILLISECONDS.toNanos(150);

  private static final DetectorSettings TIMEOUT =
      new DetectorSettings.Timeout(Duration.ofMillis(300));
  private static final DetectorSettings PHI = phi(8, 100);

  private static DetectorSettings phi(double threshold, int window) {
    return new DetectorSettings.Phi(
        threshold, window, Duration.ofMillis(100), Duration.ofMillis(20));
  }

  /** Heartbeats at these milliseconds; then whether the silence until then is suspected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          heartbeats          | looked at | by timeout | by phi
                              | 50        | false      | false
                              | 1000      | true       | true
          100                 | 200       | false      | false
          100,200,300         | 599       | false      | true
          100,200,300         | 600       | true       | true
          100,200,300         | 500       | false      | false
          100,200,300,900     | 1000      | false      | false
          100,200,300,250     | 599       | false      | true
          """)
  void suspicion_afterSilence(
      @Nullable String heartbeats, long millis, boolean timeout, boolean phi) {
    assertThat(after(TIMEOUT, heartbeats).suspicion(at(millis)).isPresent()).isEqualTo(timeout);
    assertThat(after(PHI, heartbeats).suspicion(at(millis)).isPresent()).isEqualTo(phi);
  }

  @Test
  void suspicion_saysWhatItIsBasedOn() {
    assertThat(after(TIMEOUT, "100,200").suspicion(at(700)).orElseThrow())
        .isEqualTo(new Suspicion.TimedOut(2, Duration.ofMillis(500), Duration.ofMillis(300)));
    Suspicion phi = after(PHI, "100,200").suspicion(at(700)).orElseThrow();
    assertThat(phi.because())
        .isEqualTo(
            "silent for 500 ms after 2 heartbeats, every 100 ms ± 20 ms: phi 88.6, threshold 8.0");
  }

  @Test
  void phi_adaptsToWhatItSees() {
    long steady = suspectedAfterMillis(feed(PHI.begin(BEGIN), 100, 0, 200));
    long jittery = suspectedAfterMillis(feed(PHI.begin(BEGIN), 100, 100, 200));

    assertThat(steady).isBetween(200L, 225L);
    assertThat(jittery).isGreaterThan(steady + 50);
  }

  @Test
  void phi_afterALongPause_stillDetectsTheNextCrash() {
    FailureDetector detector = PHI.begin(BEGIN);
    long now = feed(detector, 100, 0, 200).now();
    detector.heartbeat(now + MILLISECONDS.toNanos(15_000));

    assertThat(suspectedAfterMillis(new Fed(detector, now + MILLISECONDS.toNanos(15_000))))
        .isLessThan(300);
  }

  @Test
  void phi_ofAServerThatBecameSlowForGood_isLearned() {
    FailureDetector detector = PHI.begin(BEGIN);
    long now = feed(detector, 100, 0, 200).now();
    int suspicions = 0;
    for (int i = 0; i < 100; i++) {
      now += MILLISECONDS.toNanos(500);
      suspicions += detector.suspicion(now).isPresent() ? 1 : 0;
      detector.heartbeat(now);
    }

    assertThat(suspicions).isBetween(1, 30);
    assertThat(detector.suspicion(now + MILLISECONDS.toNanos(500))).isEmpty();
  }

  @Test
  void phi_remembersItsWindowOnly() {
    FailureDetector detector = phi(8, 10).begin(BEGIN);
    feed(detector, 100, 80, 300);
    long now = BEGIN + MILLISECONDS.toNanos(300 * 100);
    for (int i = 0; i < 11; i++) {
      now += MILLISECONDS.toNanos(100);
      detector.heartbeat(now);
    }

    assertThat(suspectedAfterMillis(new Fed(detector, now))).isLessThan(260);
  }

  @Test
  void settings_ofNonsense_areRefused() {
    assertThatThrownBy(() -> new DetectorSettings.Timeout(Duration.ZERO))
        .hasMessageContaining("must be > 0");
    assertThatThrownBy(() -> phi(Double.NaN, 10)).hasMessageContaining("threshold");
    assertThatThrownBy(() -> phi(8, 0)).hasMessageContaining("window");
    assertThat(phi(8, 10).label()).isEqualTo("phi 8");
    assertThat(phi(0.5, 10).label()).isEqualTo("phi 0.5");
    assertThat(TIMEOUT.label()).isEqualTo("timeout 300 ms");
    assertThat(new DetectorSettings.Timeout(Duration.ofSeconds(5)).label())
        .isEqualTo("timeout 5 s");
  }

  private record Fed(FailureDetector detector, long now) {}

  private static Fed feed(FailureDetector detector, long interval, int jitter, int count) {
    Random random = new Random(7);
    long now = BEGIN;
    for (int i = 1; i <= count; i++) {
      long late = jitter == 0 ? 0 : random.nextInt(jitter);
      now = BEGIN + MILLISECONDS.toNanos(interval * i + late);
      detector.heartbeat(now);
    }
    return new Fed(detector, now);
  }

  private static long suspectedAfterMillis(Fed fed) {
    for (long millis = 1; millis < 60_000; millis++) {
      if (fed.detector().suspicion(fed.now() + MILLISECONDS.toNanos(millis)).isPresent()) {
        return millis;
      }
    }
    throw new AssertionError("never suspected");
  }

  private static FailureDetector after(DetectorSettings settings, @Nullable String heartbeats) {
    FailureDetector detector = settings.begin(BEGIN);
    if (heartbeats != null) {
      Arrays.stream(heartbeats.split(","))
          .forEach(one -> detector.heartbeat(at(Long.parseLong(one))));
    }
    return detector;
  }

  private static long at(long millis) {
    return BEGIN + MILLISECONDS.toNanos(millis);
  }
}
