package onlyonce.cli.lab.twophasecommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Shard;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real coordinator, really killed, on real databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TwoPhaseIncidentIT {
  private static final Duration LENGTH = Duration.ofMillis(1_500);

  private LocalCluster cluster;
  private Scene scene;

  @BeforeAll
  void start(@TempDir Path home) {
    cluster =
        LocalCluster.start(
            ClusterSpec.at(home)
                .withBrokers(0)
                .withDatabaseSettings(Map.of("max_prepared_transactions", "4"))
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    Map<String, String> urls = new TreeMap<>();
    for (Shard shard : cluster.shards()) {
      urls.put(shard.name(), shard.jdbcUrl());
    }
    scene = Scene.on(ShardMap.modulo(Partitioning.hash(6), urls), 2, UUID::randomUUID);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void coordinatorKilledBetweenPrepareAndCommit_blocksItsAccountsUntilItsSuccessorResolves(
      TwoPhaseIncident.Death death) throws Exception {
    Outage outage =
        new MeasureOutage(scene, LENGTH).of(new TwoPhaseIncident(cluster, scene, death));

    assertThat(outage.killed()).contains("signal 9", "with 4 transactions prepared");
    assertThat(outage.blockedAccounts())
        .containsExactlyInAnyOrderElementsOf(
            scene.touched().stream().map(payer -> payer.account().value()).toList());
    assertThat(outage.blockedMillis()).isGreaterThanOrEqualTo(1_000);
    assertThat(
            Outage.doneBefore(
                outage.moments().restartedNanos(),
                outage.paymentsMeanwhile(scene.touched()::contains)))
        .isZero();
    assertThat(outage.paymentsMeanwhile(scene.bystanders()::contains)).hasSizeGreaterThan(5);
    assertThat(outage.locks().ofOthers()).isNotEmpty();
    assertThat(outage.locks().lockedByNobody()).isPositive();
    assertThat(outage.deadRowsKept()).isPositive();
    assertThat(outage.flaws()).isEmpty();
    assertThat(outage.recoveredBy())
        .contains(
            switch (death) {
              case BEFORE_DECISION -> "rolled 2 of 2 back";
              case AFTER_DECISION -> "committed 2 of 2";
            });
  }

  @Test
  void openedBank_withNothingDone_hasNoFlaw() throws Exception {
    PlainBank bank = PlainBank.open(cluster, "untouched", scene);

    assertThat(bank.flaws(scene, 0)).isEmpty();
    assertThat(bank.flaws(scene, 4)).containsExactly("0 postings instead of 4");
  }
}
