package onlyonce.cli.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import org.junit.jupiter.api.Test;

final class ShardNowTest {
  private static Shard server(String name, String role) {
    return new Shard(name, "shard-1", "jdbc:" + name, "postgres", role);
  }

  private static ShardNow now(Replication replication, Shard... servers) {
    ClusterStatus status =
        new ClusterStatus("127.0.0.1:9092", List.of(), List.of(servers), replication);
    return ShardNow.of(status, "shard-1", "jdbc:a");
  }

  private static ShardNow now(Shard... servers) {
    return now(Replication.async(2), servers);
  }

  @Test
  void promoted_primaryThatTheMapDoesNotName_isAFailoverHalfDone() {
    assertThat(now(server("a", Shard.ABANDONED), server("b", Shard.PRIMARY)).promoted())
        .contains(server("b", Shard.PRIMARY));
    assertThat(now(server("a", Shard.STANDBY), server("b", Shard.PRIMARY)).promoted()).isPresent();
    assertThat(now(server("a", Shard.PRIMARY), server("b", Shard.STANDBY)).promoted()).isEmpty();
  }

  @Test
  void neededAnswers_soManyHoldOneThatHasAnAcknowledgedCommit() {
    Shard primary = server("a", Shard.PRIMARY);
    assertThat(now(Replication.async(2), primary).neededAnswers()).isEqualTo(1);
    assertThat(now(Replication.sync(new Quorums(3, 2, 2)), primary).neededAnswers()).isEqualTo(2);
    assertThat(now(Replication.sync(new Quorums(3, 3, 1)), primary).neededAnswers()).isEqualTo(1);
    assertThat(now(Replication.sync(new Quorums(5, 3, 3)), primary).neededAnswers()).isEqualTo(3);
  }

  @Test
  void of_namedServerIsNone_saysSo() {
    assertThatThrownBy(() -> now(server("b", Shard.PRIMARY)))
        .hasMessageContaining("the map names jdbc:a as the primary of shard-1");
  }
}
