package onlyonce.ledger.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, really killed and paused. */
final class WatchServersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger heartbeats = new AtomicInteger();

  private final WatchListener listener =
      new WatchListener() {
        @Override
        public void suspected(Suspected suspected) {
          told.add(suspected.server() + " suspected");
        }

        @Override
        public void withdrawn(Suspected suspected, Duration lasted) {
          told.add(suspected.server() + " withdrawn");
        }

        @Override
        public void heartbeat(String server, long nanos) {
          heartbeats.incrementAndGet();
        }
      };

  @Test
  void killedAndPaused_areSuspected_andWhoAnswersAgainIsNot(@TempDir Path home) {
    try (LocalCluster cluster =
            LocalCluster.start(
                ClusterSpec.at(home).withBrokers(0).withClosing(ClusterSpec.Closing.DISCARD),
                ProgressListener.silent());
        WatchServers watch =
            WatchServers.start(
                WatchSettings.with(
                    new DetectorSettings.Phi(
                        8, 100, Duration.ofMillis(100), Duration.ofMillis(150))),
                listener,
                Clock.systemUTC())) {
      for (Shard shard : cluster.shards()) {
        watch.watch(new WatchedServer(shard.name(), shard.jdbcUrl(), shard.user()));
      }
      assertThatThrownBy(() -> watch.watch(new WatchedServer("shard-1", "jdbc:", "nobody")))
          .hasMessageContaining("watched already");
      await().atMost(PATIENCE).until(() -> heartbeats.get() > 20);
      told.clear(); // a busy machine may have been slow at first

      cluster.pause("shard-1");
      await().atMost(PATIENCE).until(() -> watch.suspected("shard-1").isPresent());
      assertThat(watch.suspected("shard-1").orElseThrow().suspicion())
          .isInstanceOfSatisfying(
              Suspicion.Improbable.class,
              suspicion -> assertThat(suspicion.phi()).isGreaterThanOrEqualTo(8));
      cluster.kill("shard-2");
      await().atMost(PATIENCE).until(() -> watch.suspected("shard-2").isPresent());

      cluster.resume("shard-1");
      await().atMost(PATIENCE).until(() -> watch.suspected("shard-1").isEmpty());
      assertThat(watch.suspected("shard-2")).isPresent();
      assertThat(told)
          .contains("shard-1 suspected", "shard-2 suspected", "shard-1 withdrawn")
          .doesNotContain("shard-2 withdrawn");

      cluster.restart(List.of("shard-2"));
      await().atMost(PATIENCE).until(() -> watch.suspected("shard-2").isEmpty());
      watch.forget("shard-2");
      cluster.kill("shard-2");
      assertThat(watch.suspected("shard-2")).isEmpty();
    }
  }
}
