package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import onlyonce.localcluster.process.LocalClusterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard that comes while the cluster runs, and is there at the next start. */
final class AddShardIT {
  private static ClusterSpec spec(Path home) {
    return ClusterSpec.at(home).withBrokers(0).withShards(1).withReplication(Replication.async(1));
  }

  @Test
  void addShard_isLikeTheOthers_andStays(@TempDir Path home) throws Exception {
    try (LocalCluster cluster = LocalCluster.start(spec(home), ProgressListener.silent())) {
      Shard added = cluster.addShard("shard-2");

      assertThat(cluster.addShard("shard-2")).isEqualTo(added);
      assertThat(added.role()).isEqualTo(Shard.PRIMARY);
      assertThat(ClusterFile.in(home).orElseThrow().shards())
          .extracting(Shard::name)
          .containsExactly("shard-1", "shard-1-standby-1", "shard-2", "shard-2-standby-1");
      Sessions.execute(added, "create table stays as select 1 as x");
      assertThatThrownBy(() -> cluster.addShard("shard-4"))
          .isInstanceOf(LocalClusterException.class)
          .hasMessage("there is no shard-4 here, and the next one is shard-3");
    }

    assertThatThrownBy(() -> LocalCluster.start(spec(home), ProgressListener.silent()))
        .hasMessageContaining("holds data of 0 brokers and 2 shards");
    try (LocalCluster cluster =
        LocalCluster.start(spec(home).withShardsKept(), ProgressListener.silent())) {
      assertThat(cluster.shards()).extracting(Shard::name).containsExactly("shard-1", "shard-2");
      assertThat(Sessions.count(cluster.shards().getLast(), "stays")).isEqualTo(1);
    }
  }
}
