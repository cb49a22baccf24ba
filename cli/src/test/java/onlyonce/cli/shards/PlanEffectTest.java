package onlyonce.cli.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.messages.ModuloPlacement;
import onlyonce.messages.MovePlan;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Placement;
import onlyonce.messages.RingPlacement;
import onlyonce.messages.ShardMap;
import org.junit.jupiter.api.Test;

final class PlanEffectTest {
  private static final ShardMap MAP =
      ShardMap.modulo(Partitioning.hash(12), Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));

  @Test
  void of_evenLedgers_isTheShareOfTheLedgerPartitions() {
    PlanEffect ring = effect(new RingPlacement(), 100);
    PlanEffect modulo = effect(new ModuloPlacement(), 100);

    assertThat(ring.moved()).isEqualTo(new PlanEffect.Amount(4, 400, 4_000));
    assertThat(ring.all()).isEqualTo(new PlanEffect.Amount(12, 1_200, 12_000));
    assertThat(ring.share()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(ring.bound()).isEqualTo(0.5);
    assertThat(ring.isBounded()).isTrue();
    assertThat(ring.skewAfter()).isEqualTo(1);
    assertThat(modulo.share()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(modulo.isBounded()).isFalse();
  }

  @Test
  void of_emptyLedgers_countsLedgerPartitions() {
    PlanEffect effect = effect(new RingPlacement(), 0);

    assertThat(effect.share()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(effect.skewBefore()).isEqualTo(1);
  }

  @Test
  void of_oneFullLedgerPartition_isSkewed() {
    SortedMap<Integer, PartitionLoad> loads = loads(0);
    loads.put(1, new PartitionLoad(300, 300));

    PlanEffect effect =
        PlanEffect.of(MovePlan.removing(MAP, "shard-2", new RingPlacement()), loads);

    assertThat(effect.moved()).isEqualTo(new PlanEffect.Amount(6, 300, 300));
    assertThat(effect.share()).isEqualTo(1);
    assertThat(effect.bound()).isEqualTo(0.75);
    assertThat(effect.skewBefore()).isEqualTo(2);
    assertThat(effect.skewAfter()).isEqualTo(1);
  }

  private static PlanEffect effect(Placement placement, long accounts) {
    return PlanEffect.of(MovePlan.adding(MAP, "shard-3", placement), loads(accounts));
  }

  private static SortedMap<Integer, PartitionLoad> loads(long accounts) {
    SortedMap<Integer, PartitionLoad> loads = new TreeMap<>();
    for (int partition = 0; partition < 12; partition++) {
      loads.put(partition, new PartitionLoad(accounts, 10 * accounts));
    }
    return loads;
  }
}
