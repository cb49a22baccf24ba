package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShardMapRulesTest {
  private static final Partitioning RANGES =
      Partitioning.range(List.of(new AccountId("g"), new AccountId("n")));

  @Test
  void read_oldMap_isHashAndModulo() throws UnreadableException {
    ShardMapRules old = read("{\"function\":\"hash\",\"partitions\":6}");

    assertThat(old).isEqualTo(new ShardMapRules(Partitioning.hash(6), new ModuloPlacement()));
    assertThat(old.write()).asString(UTF_8).isEqualTo("{\"function\":\"hash\",\"partitions\":6}");
  }

  @Test
  void read_written_isTheSame() throws UnreadableException {
    for (Partitioning partitioning :
        List.of(
            Partitioning.hash(12),
            RANGES,
            Partitioning.range(List.of()),
            Partitioning.custom("first-letter", 4))) {
      for (Placement placement : Placement.all()) {
        ShardMapRules rules = new ShardMapRules(partitioning, placement);
        assertThat(ShardMapRules.read(rules.write())).isEqualTo(rules);
      }
    }
  }

  @Test
  void write_ranges_isReadableByPeople() {
    assertThat(new ShardMapRules(RANGES, new RingPlacement()).write())
        .asString(UTF_8)
        .isEqualTo(
            "{\"function\":\"range\",\"partitions\":3,\"bounds\":\"g,n\",\"placement\":\"ring\"}");
  }

  @Test
  void read_anotherFunctionUnderTheName_isRefused() {
    assertThatThrownBy(
            () -> read("{\"function\":\"first-letter\",\"partitions\":4,\"fingerprint\":\"00\"}"))
        .hasMessageContaining("is not the one that this log began with");
  }

  @Test
  void read_nonsense_isRefused() {
    assertThatThrownBy(() -> read("{\"function\":\"range\",\"partitions\":3,\"bounds\":\"g\"}"))
        .hasMessageContaining("3 ledger partitions by range need 2 bounds but there are 1");
    assertThatThrownBy(
            () -> read("{\"function\":\"hash\",\"partitions\":6,\"placement\":\"dice\"}"))
        .hasMessage("placement \"dice\" is unknown; known: modulo, ring");
  }

  private static ShardMapRules read(String json) throws UnreadableException {
    return ShardMapRules.read(json.getBytes(UTF_8));
  }
}
