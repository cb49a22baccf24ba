package onlyonce.cli.lab.twophasecommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import org.junit.jupiter.api.Test;

final class SceneTest {
  private static final Partitioning PARTITIONING = Partitioning.hash(6);

  @Test
  void deals_goFromTheFirstShardToTheSecond() {
    Scene scene = scene(4);

    assertThat(scene.deals())
        .hasSize(4)
        .allSatisfy(
            deal -> {
              assertThat(deal.from().shard()).isEqualTo("shard-1");
              assertThat(deal.to().shard()).isEqualTo("shard-2");
            });
    assertThat(scene.touched()).hasSize(8);
    assertThat(scene.payers()).hasSize(10).containsAll(scene.bystanders());
  }

  @Test
  void payers_haveTheirNeighbourInTheSameLedgerPartition() {
    assertThat(scene(4).payers())
        .allSatisfy(
            payer -> {
              assertThat(PARTITIONING.of(payer.account())).isEqualTo(payer.partition());
              assertThat(PARTITIONING.of(payer.neighbour())).isEqualTo(payer.partition());
            });
  }

  @Test
  void accounts_areDistinct() {
    List<AccountId> accounts =
        scene(20).payers().stream()
            .flatMap(payer -> Stream.of(payer.account(), payer.neighbour()))
            .toList();

    assertThat(accounts).doesNotHaveDuplicates();
  }

  @Test
  void on_oneShard_isRefused() {
    ShardMap map = ShardMap.modulo(PARTITIONING, Map.of("shard-1", "jdbc:none"));

    assertThatThrownBy(() -> Scene.on(map, 1, UUID::randomUUID)).hasMessageContaining("needs two");
  }

  private static Scene scene(int deals) {
    ShardMap map =
        ShardMap.modulo(PARTITIONING, Map.of("shard-1", "jdbc:one", "shard-2", "jdbc:two"));
    return Scene.on(map, deals, UUID::randomUUID);
  }
}
