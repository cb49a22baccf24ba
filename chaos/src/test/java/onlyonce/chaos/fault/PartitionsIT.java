package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Readiness;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.network.NetworkKind;
import onlyonce.messages.TopicSetup;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Cuts in a cluster of namespaces: as root on Linux only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PartitionsIT {
  private static final InflictFault.Times SHORT =
      new InflictFault.Times(Duration.ofMillis(100), Duration.ZERO, Duration.ofSeconds(30));

  private Optional<LocalCluster> cluster = Optional.empty();

  @BeforeAll
  void prepare() throws Exception {
    Optional<String> obstacle = Network.obstacle(NetworkKind.NAMESPACES);
    Assumptions.assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
    LocalCluster started =
        LocalCluster.start(
            ClusterSpec.at(
                    Path.of(
                        System.getProperty("basedir", "."),
                        "target",
                        "partitions-cluster-" + ProcessHandle.current().pid()))
                .withShards(1)
                .withLightCompilation()
                .withNetwork(NetworkKind.NAMESPACES)
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    cluster = Optional.of(started);
    try (Admin admin = Admin.create(surroundings().clientProperties())) {
      new TopicSetup(6, (short) 3).apply(admin);
    }
    for (String role : List.of("processor", "producer", "orchestrator")) {
      var _ = started.startRole(client(role));
    }
  }

  @AfterAll
  void end() {
    cluster.ifPresent(LocalCluster::close);
  }

  @Test
  void cutOffBroker_isSeenInItsFenceAndItsPartitionsNewLeaders() throws InterruptedException {
    FaultRecord happened = inflict(CutOffBroker.leader(surroundings()));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed()).contains("is fenced", "new leaders: ", "in sync again");
    assertThat(cluster().status().cuts()).isEmpty();
  }

  @Test
  void cutOffMajority_isSeenByAWitnessWhomNobodyAcknowledges() throws InterruptedException {
    FaultRecord happened =
        inflict(new CutOffMajority(surroundings(), "producer", Clock.systemUTC()));

    assertThat(happened.broken()).isEmpty();
    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed())
        .contains("new leaders: ", " and 0 acknowledged", "stood still", "acknowledged again");
  }

  @Test
  void cutRoleFromBroker_isSeenInTheConnectionsThatItGivesUp() throws InterruptedException {
    FaultRecord happened = inflict(new CutRoleFromBroker(surroundings(), "processor"));

    assertThat(happened.bit()).as(happened.observed()).isTrue();
    assertThat(happened.observed()).contains("processor-1 gave up", "new connections");
  }

  /** A client that never stops to talk to every broker. */
  private RoleSpec client(String role) {
    return RoleSpec.java(
            role + "-1",
            role,
            System.getProperty("java.class.path"),
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            WitnessMain.class.getName(),
            List.of(
                cluster().bootstrapServers(),
                "transfers",
                "ledger-commands-0",
                "ledger-commands-1",
                "ledger-commands-2",
                "ledger-commands-3",
                "ledger-commands-4",
                "ledger-commands-5"))
        .readyWhen(new Readiness.LogLine(Testimony.MARK + " watermarks"), Duration.ofSeconds(30));
  }

  private Surroundings surroundings() {
    return new Surroundings(
        cluster(),
        Map.of("bootstrap.servers", cluster().bootstrapServers()),
        "processor",
        "processors",
        Owners.SHARDS,
        "orchestrator",
        "onlyonce-orchestrator");
  }

  private LocalCluster cluster() {
    return cluster.orElseThrow();
  }

  private static FaultRecord inflict(Fault fault) throws InterruptedException {
    return new InflictFault(Clock.systemUTC(), () -> 3, SHORT).inflict(fault);
  }
}
