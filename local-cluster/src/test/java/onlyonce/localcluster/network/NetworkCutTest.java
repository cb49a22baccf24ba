package onlyonce.localcluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import onlyonce.localcluster.network.NetworkCut.Pair;
import org.junit.jupiter.api.Test;

final class NetworkCutTest {
  @Test
  void pairs_oneWay_areThoseWhoseSendersAreOnTheOneSide() {
    assertThat(NetworkCut.oneWay(List.of("a"), List.of("b", "c")).pairs())
        .containsExactly(new Pair("a", "b"), new Pair("a", "c"));
  }

  @Test
  void pairs_bothWays_haveTheAnswersToo() {
    assertThat(NetworkCut.between(List.of("a"), List.of("b", "c")).pairs())
        .containsExactlyInAnyOrder(
            new Pair("a", "b"), new Pair("a", "c"), new Pair("b", "a"), new Pair("c", "a"));
  }

  @Test
  void aNodeOnBothSides_isRefusedByName() {
    assertThatThrownBy(() -> NetworkCut.between(List.of("a", "b"), List.of("b")))
        .hasMessageContaining("b");
    assertThatThrownBy(() -> NetworkCut.between(List.of(), List.of("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inWords_tellsTheDirection() {
    assertThat(NetworkCut.oneWay(List.of("b", "a"), List.of("c")).inWords()).isEqualTo("a, b -> c");
    assertThat(NetworkCut.between(List.of("a"), List.of("c")).inWords()).isEqualTo("a <-> c");
  }
}
