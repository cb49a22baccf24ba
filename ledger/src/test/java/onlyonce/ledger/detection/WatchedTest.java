package onlyonce.ledger.detection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WatchedTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final Watched watched =
      new Watched(
          "shard-1", new DetectorSettings.Timeout(Duration.ofMillis(300)).begin(0), () -> NOW);

  @Test
  void look_tellsEachChangeOnce() {
    watched.heartbeat(MILLISECONDS.toNanos(100));
    assertThat(watched.look(MILLISECONDS.toNanos(399))).isEmpty();

    Suspected suspected =
        new Suspected(
            "shard-1",
            NOW,
            NOW,
            new Suspicion.TimedOut(1, Duration.ofMillis(300), Duration.ofMillis(300)));
    assertThat(watched.look(MILLISECONDS.toNanos(400))).contains(new Watched.News.Begun(suspected));
    assertThat(watched.look(MILLISECONDS.toNanos(500))).isEmpty();
    assertThat(watched.suspected()).contains(suspected);

    watched.heartbeat(MILLISECONDS.toNanos(600));
    assertThat(watched.look(MILLISECONDS.toNanos(610)))
        .contains(new Watched.News.Withdrawn(suspected, Duration.ofMillis(210)));
    assertThat(watched.look(MILLISECONDS.toNanos(620))).isEmpty();
    assertThat(watched.suspected()).isEmpty();
  }

  @Test
  void suspected_withoutAnyHeartbeat_saysSo() {
    watched.look(MILLISECONDS.toNanos(300));

    assertThat(watched.suspected().orElseThrow().lastHeartbeat()).isNull();
    assertThat(watched.suspected().orElseThrow())
        .hasToString(
            "shard-1 is suspected at 2026-03-01T12:00:00Z: silent for 300 ms after 0 heartbeats,"
                + " timeout 300 ms");
  }

  @Test
  void awakeTime_ofAWatchThatSlept_countsLittle() {
    long second = TimeUnit.SECONDS.toNanos(1);
    AwakeTime awake = new AwakeTime(second / 2, 0);

    assertThat(awake.at(second / 4)).isEqualTo(second / 4);
    assertThat(awake.at(16 * second)).as("slept").isEqualTo(second / 4 + second / 2);
    assertThat(awake.at(16 * second + 5)).isEqualTo(second / 4 + second / 2 + 5);
    assertThat(awake.at(16 * second - 5))
        .as("another thread's, a little earlier")
        .isEqualTo(second / 4 + second / 2 - 5);
  }
}
