package onlyonce.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MovePlanTest {
  private static final ShardMap MAP =
      ShardMap.placed(
          Partitioning.hash(12),
          new RingPlacement(),
          Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));

  @Test
  void adding_byRing_movesAThirdToTheNewOne() {
    MovePlan plan = MovePlan.adding(MAP, "shard-3", MAP.placement());

    assertThat(plan.moves()).hasSize(4).allMatch(move -> move.to().equals("shard-3"));
    assertThat(plan.moves())
        .allSatisfy(move -> assertThat(MAP.place(move.partition()).shard()).isEqualTo(move.from()));
    assertThat(plan.after().values()).containsOnly("shard-1", "shard-2", "shard-3");
    assertThat(plan.by(new ModuloPlacement()).shards()).isEqualTo(plan.shards());
  }

  @Test
  void removing_byRing_movesWhatItHad() {
    MovePlan plan = MovePlan.removing(MAP, "shard-1", MAP.placement());

    assertThat(plan.moves().stream().map(MovePlan.Move::partition))
        .containsExactlyElementsOf(MAP.partitionsOf("shard-1"));
    assertThat(plan.after().values()).containsOnly("shard-2");
  }

  /** A mover that is run again finds some of it done. */
  @Test
  void to_fromHalfWay_movesTheRestAndNoMore() {
    MovePlan whole = MovePlan.adding(MAP, "shard-3", MAP.placement());
    ShardMap halfWay = MAP;
    for (MovePlan.Move move : whole.moves().subList(0, 2)) {
      halfWay = halfWay.with(Map.of(move.partition(), new ShardMap.Place("shard-3", "jdbc:c", 2)));
    }

    MovePlan rest = MovePlan.to(halfWay, whole.shards(), MAP.placement());

    assertThat(rest.moves()).hasSize(2).allMatch(move -> move.to().equals("shard-3"));
    assertThat(MovePlan.to(MAP, MAP.shards(), MAP.placement()).moves()).isEmpty();
  }

  @Test
  void plan_ofNonsense_isRefused() {
    assertThatThrownBy(() -> MovePlan.adding(MAP, "shard-2", MAP.placement()))
        .hasMessage("shard-2 is in the shard map already: [shard-1, shard-2]");
    assertThatThrownBy(() -> MovePlan.removing(MAP, "shard-3", MAP.placement()))
        .hasMessage("shard-3 is not in the shard map: [shard-1, shard-2]");
    ShardMap one = ShardMap.modulo(Partitioning.hash(2), Map.of("shard-1", "jdbc:a"));
    assertThatThrownBy(() -> MovePlan.removing(one, "shard-1", MAP.placement()))
        .hasMessage("shard-1 is the last shard; add another one first");
  }
}
