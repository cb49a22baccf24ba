package onlyonce.localcluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import onlyonce.localcluster.process.LocalClusterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubnetTest {
  private static final Subnet WISH = new Subnet("198.18.7");

  private static Subnet choose(String... routes) {
    return Subnet.choose(Optional.of(WISH), List.of(routes), new SplittableRandom(1));
  }

  @Test
  void choose_wishThatNobodyHas_isTaken() {
    assertThat(choose("default", "broadcast", "10.0.0.0/8", "198.18.6.0/24", "198.18.8.1"))
        .isEqualTo(WISH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "198.18.7.0/24",
        "198.18.7.9",
        "198.18.7.128/25",
        "198.18.0.0/21",
        "198.18.0.0/16"
      })
  void choose_wishThatSomebodyHas_isAnotherOne(String route) {
    Subnet chosen = choose(route);

    assertThat(chosen).isNotEqualTo(WISH);
    assertThat(Subnet.choose(Optional.of(chosen), List.of(route), new SplittableRandom(2)))
        .isEqualTo(chosen);
  }

  @Test
  void choose_whereSomebodyHasAll_tellsWhereToLook() {
    assertThatThrownBy(() -> choose("198.18.0.0/15"))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("ip route");
  }

  @Test
  void address_isOneOfTheHosts() {
    assertThat(WISH.address(2)).isEqualTo("198.18.7.2");
    assertThatThrownBy(() -> WISH.address(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WISH.address(255)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_readsWhatWasWritten_andNothingElse() {
    assertThat(Subnet.parse(WISH.cidr())).contains(WISH);
    assertThat(Subnet.parse("127.0.0.1/32")).isEmpty();
    assertThat(Subnet.parse("10.1.2.0/24")).isEmpty();
  }
}
