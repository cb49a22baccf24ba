package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onlyonce.localcluster.network.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server is what, by nothing but its folder. */
final class ShardServersTest {
  @TempDir private Path home;

  private ShardServers shard() {
    return new ShardServers(
        "shard-1",
        List.of(
            new ShardServers.Server("shard-1", Loopback.HOST, 1),
            new ShardServers.Server("shard-1-standby-1", Loopback.HOST, 2),
            new ShardServers.Server("shard-1-standby-2", Loopback.HOST, 3)),
        Replication.sync(new Quorums(3, 2, 2)),
        new ClusterHome(home),
        new Loopback());
  }

  private void data(String server, String... files) throws IOException {
    Path data = home.resolve("nodes").resolve(server).resolve("data");
    Files.createDirectories(data.resolve("pg_wal"));
    Files.writeString(data.resolve("PG_VERSION"), "18");
    for (String file : files) {
      Files.createFile(data.resolve(file));
    }
  }

  private List<String> roles() {
    ShardServers shard = shard();
    return shard.servers().stream().map(shard::role).toList();
  }

  @Test
  void role_withoutData_firstIsThePrimary() {
    assertThat(roles()).containsExactly("primary", "standby", "standby");
  }

  @Test
  void role_signalFile_isAStandby() throws IOException {
    data("shard-1", "standby.signal");
    data("shard-1-standby-1");
    data("shard-1-standby-2", "standby.signal");
    assertThat(roles()).containsExactly("standby", "primary", "standby");
  }

  @Test
  void role_twoWithoutSignal_higherTimelineIsThePrimary() throws IOException {
    data("shard-1", "pg_wal/00000002.history");
    data("shard-1-standby-1", "pg_wal/00000002.history", "pg_wal/0000000A.history");
    data("shard-1-standby-2", "standby.signal", "pg_wal/0000000B.history");
    assertThat(roles()).containsExactly("abandoned", "primary", "standby");
  }

  @Test
  void role_firstServersDataGone_itIsNoPrimary() throws IOException {
    data("shard-1-standby-1");
    data("shard-1-standby-2", "standby.signal");
    assertThat(roles()).containsExactly("standby", "primary", "standby");
  }

  @Test
  void primary_onlyStandbys_isAnError() throws IOException {
    data("shard-1", "standby.signal");
    data("shard-1-standby-1", "standby.signal");
    assertThatThrownBy(() -> shard().primary()).hasMessageContaining("shard-1 has no primary");
  }

  @Test
  void settings_standby_pointsAtThePrimaryUnderItsOwnName() throws IOException {
    data("shard-1", "standby.signal");
    data("shard-1-standby-1");
    ShardServers shard = shard();
    assertThat(shard.settings(shard.server("shard-1")))
        .containsEntry("primary_slot_name", "shard_1")
        .containsEntry(
            "synchronous_standby_names", "ANY 1 (\"shard-1-standby-1\", \"shard-1-standby-2\")")
        .hasEntrySatisfying(
            "primary_conninfo",
            info -> assertThat(info).contains("port=2 ").contains("application_name=shard-1 "));
    assertThat(shard.settings(shard.server("shard-1-standby-1")))
        .doesNotContainKey("primary_conninfo")
        .containsEntry("synchronous_commit", "remote_apply");
  }

  @Test
  void settings_singleServer_areNone() {
    ShardServers alone =
        new ShardServers(
            "shard-1",
            List.of(new ShardServers.Server("shard-1", Loopback.HOST, 1)),
            Replication.none(),
            new ClusterHome(home),
            new Loopback());
    assertThat(alone.settings(alone.server("shard-1"))).isEmpty();
  }
}
