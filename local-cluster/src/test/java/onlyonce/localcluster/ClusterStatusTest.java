package onlyonce.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.network.NetworkCut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ClusterStatusTest {
  private static final ClusterStatus STATUS =
      new ClusterStatus(
          "127.0.0.1:1",
          List.of(
              new NodeStatus(
                  "broker-1", "broker", 7L, "127.0.0.1:1", NodeState.PAUSED, null, "/log")),
          List.of(new Shard("shard-1", "jdbc:postgresql://127.0.0.1:2/x", "postgres", "primary")));

  @Test
  void toJson_hasTheNamesThatScriptsRead() {
    assertThat(STATUS.toJson())
        .contains("\"bootstrap_servers\" : \"127.0.0.1:1\"")
        .contains("\"name\" : \"broker-1\"")
        .contains("\"pid\" : 7")
        .contains("\"state\" : \"paused\"")
        .contains("\"jdbc_url\" : \"jdbc:postgresql://127.0.0.1:2/x\"")
        .contains("\"role\" : \"primary\"");
  }

  @Test
  void toJson_replicated_tellsServersAndQuorums_andReadsBack() {
    ClusterStatus replicated =
        new ClusterStatus(
            "",
            List.of(),
            List.of(
                new Shard("shard-1", "jdbc:x", "postgres", Shard.ABANDONED),
                new Shard("shard-1-standby-1", "shard-1", "jdbc:y", "postgres", Shard.PRIMARY)),
            new Replication(1, Replication.Mode.SYNC, 1, 1));
    assertThat(replicated.toJson())
        .contains("\"mode\" : \"sync\"")
        .contains("\"write_quorum\" : 1")
        .contains("\"label\" : \"unsafe\"");
    assertThat(Json.LINE.readValue(replicated.toJson(), ClusterStatus.class)).isEqualTo(replicated);
    assertThat(replicated.primaries()).extracting(Shard::name).containsExactly("shard-1-standby-1");
  }

  @Test
  void node_unknown_listsThoseThereAre() {
    assertThatThrownBy(() -> STATUS.node("broker-2")).hasMessageContaining("there are: broker-1");
  }

  static List<Wire.Request> requests() {
    RoleSpec role =
        RoleSpec.of("p-1", "processor", List.of("java", "P"))
            .withEnvironment(Map.of("A", "b"))
            .withDirectory(Path.of("/tmp"))
            .readyWhen(new Readiness.FileExists(Path.of("/tmp/ready")), Duration.ofMillis(1500));
    return List.of(
        new Wire.Status(),
        new Wire.Restart(List.of("a", "b")),
        new Wire.StartRole(role),
        new Wire.Rejoin("shard-1", "shard-1-standby-1"),
        new Wire.Cut(NetworkCut.oneWay(List.of("broker-1"), List.of("broker-2", "shard-1"))),
        new Wire.Heal(NetworkCut.between(List.of("broker-1"), List.of("broker-2"))),
        new Wire.Kill("broker-1"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void request_writtenAndRead_isTheSame(Wire.Request request) {
    String line = Json.LINE.writeValueAsString(request);
    assertThat(line).doesNotContain("\n");
    assertThat(Json.LINE.readValue(line, Wire.Request.class)).isEqualTo(request);
  }

  @Test
  void reply_writtenAndRead_isTheSame() {
    Wire.Reply reply = new Wire.Effect(new NodeEffect.Killed("broker-1", 7, "signal 9", 1));
    String line = Json.LINE.writeValueAsString(reply);
    assertThat(Json.LINE.readValue(line, Wire.Reply.class)).isEqualTo(reply);
  }

  @Test
  void socket_ofADeepHome_isAShortPathElsewhere(@TempDir Path folder) {
    Path deep = folder.resolve("d".repeat(120));
    assertThat(new ClusterHome(deep).socket().toString()).hasSizeLessThan(100).endsWith(".sock");
    Path shallow = Path.of("/h");
    assertThat(new ClusterHome(shallow).socket()).isEqualTo(Path.of("/h/supervisor.sock"));
  }
}
