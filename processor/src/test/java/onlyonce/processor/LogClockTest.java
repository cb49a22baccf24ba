package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onlyonce.messages.Command.Configure;
import org.junit.jupiter.api.Test;

final class LogClockTest {
  private static final LogClock CLOCK = new LogClock(1_000, 400, 600, 1);

  @Test
  void advancedTo_idAheadOfTheBroker_followsTheBroker() {
    assertThat(CLOCK.advancedTo(9_999_999, 1_500)).isEqualTo(new LogClock(1_500, 900, 600, 1));
  }

  @Test
  void advancedTo_brokerAheadOfTheId_followsTheId() {
    assertThat(CLOCK.advancedTo(1_500, 9_999_999)).isEqualTo(new LogClock(1_500, 900, 600, 1));
  }

  @Test
  void advancedTo_earlierTimes_staysWhereItIs() {
    assertThat(CLOCK.advancedTo(900, 2_000)).isEqualTo(CLOCK);
    assertThat(CLOCK.advancedTo(2_000, -1)).isEqualTo(CLOCK);
  }

  @Test
  void configured_widerWindow_floorNeverFalls() {
    LogClock wider = CLOCK.configured(new Configure(1, Duration.ofSeconds(100)));
    assertThat(wider.floorMillis()).isEqualTo(400);
    assertThat(wider.advancedTo(2_000, 2_000).floorMillis()).isEqualTo(400);
  }

  @Test
  void configured_narrowerWindow_floorRisesWithTheNextCommand() {
    LogClock wide = new LogClock(10_000, 0, 50_000, 1);
    LogClock narrower = wide.configured(new Configure(1, Duration.ofSeconds(1)));
    assertThat(narrower.floorMillis()).isZero();
    assertThat(narrower.advancedTo(5, 5).floorMillis()).isEqualTo(9_000);
  }

  @Test
  void configured_largestWindow_floorStaysAtZero() {
    LogClock clock =
        LogBuilder.FRESH.configured(new Configure(1, Duration.ofMillis(Long.MAX_VALUE)));
    assertThat(clock.advancedTo(5, 5).floorMillis()).isZero();
  }
}
