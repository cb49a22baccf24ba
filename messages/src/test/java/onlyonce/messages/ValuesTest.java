package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-z_0:9.", "~treasury:EUR", "-", "."})
  void account_goodName_isKept(String name) {
    assertThat(new AccountId(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "a b", "a~b", "~~a", "a\n", "a/b", "ä", "a,b"})
  void account_badName_isRefused(String name) {
    assertThatThrownBy(() -> new AccountId(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void account_length_isLimited() {
    assertThat(new AccountId("~" + "a".repeat(63)).isInternal()).isTrue();
    assertThatThrownBy(() -> new AccountId("~" + "a".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AccountId.ofClient("~treasury:EUR"))
        .hasMessageContaining("clients cannot name");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Amount.MAX_MINOR + 1, Long.MAX_VALUE})
  void amount_outOfRange_isRefused(long minor) {
    assertThatThrownBy(() -> new Amount(minor)).hasMessageContaining("but is " + minor);
  }

  @Test
  void amount_limits_areGood() {
    assertThat(new Amount(1).minor()).isEqualTo(1);
    assertThat(new Amount(9_007_199_254_740_991L).minor()).isEqualTo((1L << 53) - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eur", "EU", "EURO", "XYZ", "€"})
  void currency_unknown_isRefused(String code) {
    assertThatThrownBy(() -> new CurrencyCode(code)).hasMessageContaining("ISO 4217");
  }

  @Test
  void configure_shortWindow_isRefused() {
    assertThatThrownBy(() -> new Command.Configure(1, Duration.ofMillis(999)))
        .hasMessageContaining("at least 1000");
  }

  @Test
  void version_negative_isRefused() {
    assertThatThrownBy(() -> new Version(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Version(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(CommandType.class)
  void commandType_everyName_comesBack(CommandType type) {
    assertThat(CommandType.ofEventType(type.eventType())).contains(type);
    assertThat(CommandType.ofLabel(type.label())).contains(type);
    assertThat(type.eventType()).isEqualTo("onlyonce." + type.label());
  }

  @ParameterizedTest
  @EnumSource(DeadLetterReason.class)
  void deadLetterReason_everyName_comesBack(DeadLetterReason reason) {
    assertThat(DeadLetterReason.ofLabel(reason.label())).contains(reason);
  }

  @ParameterizedTest
  @EnumSource(TransferResult.End.class)
  void end_everyName_comesBack(TransferResult.End end) {
    assertThat(TransferResult.End.ofLabel(end.label())).contains(end);
  }
}
