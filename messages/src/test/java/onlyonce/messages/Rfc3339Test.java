package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {

  @Test
  void format_anyTime_isJavas() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      int nanos =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1_000_000_000);
            default -> random.nextInt(1_000) * 1_000_000;
          };
      long seconds =
          random.nextBoolean()
              ? random.nextLong(-70_000_000_000L, 300_000_000_000L)
              : random.nextLong(0, 4_000_000_000L);
      Instant time = Instant.ofEpochSecond(seconds, nanos);
      assertThat(Rfc3339.format(time)).as("seed %d", seed).isEqualTo(time.toString());
      assertThat(Rfc3339.parse(time.toString())).as("seed %d", seed).isEqualTo(time);
    }
  }

  /**
   * Whatever one digit or sign is changed to, both agree on what it means, or that it's nothing.
   */
  @Test
  void parse_anyMutation_isJavas() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "0123456789-:.TZtz+ ";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder("2026-11-23T07:05:12.345Z");
      for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      assertThat(outcome(text.toString(), Rfc3339::parse))
          .as("seed %d: %s", seed, text)
          .isEqualTo(outcome(text.toString(), Instant::parse));
    }
  }

  private interface Parse {
    Instant parse(String text);
  }

  private static String outcome(String text, Parse parse) {
    try {
      return parse.parse(text).toString();
    } catch (DateTimeException e) {
      return "refused";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-23T24:00:00Z", "2016-12-31T23:59:60Z", "2026-11-23T07:05:12+01:00"})
  void parse_unusualButValid_isJavas(String text) {
    assertThat(Rfc3339.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T07:61:00Z"})
  void parse_noTime_isRefused(String text) {
    assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
