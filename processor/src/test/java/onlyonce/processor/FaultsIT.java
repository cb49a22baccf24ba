package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.RoleSpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Killed and paused processes: databases and processors, on a cluster of this class alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsIT {
  private static final int PARTITIONS = 4;
  private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
  private static final Duration SOON = Duration.ofSeconds(30);

  private LocalCluster cluster;
  private CounterPlatform platform;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    cluster =
        LocalCluster.start(
            ClusterSpec.at(home)
                .withBrokers(1)
                .withShards(2)
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    platform =
        CounterPlatform.create(
            cluster.bootstrapServers(),
            "faults",
            CounterShards.create(cluster.shards(), PARTITIONS));
  }

  @AfterAll
  void end() {
    platform.close();
    cluster.close();
  }

  private void startProcess(String name) {
    cluster.startRole(
        RoleSpec.java(
            name,
            "processor",
            System.getProperty("java.class.path"),
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            CounterProcess.class.getName(),
            CounterProcess.arguments(
                platform,
                platform.settings(name),
                platform.shards().map(),
                CounterProcess.Work.COUNTS)));
  }

  /** Sends to all partitions, evenly, until told to stop. */
  private final class Load implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();
    private final String key;
    private final Thread thread;

    Load(String key) {
      this.key = key;
      this.thread = Thread.ofPlatform().name("load").start(this::run);
    }

    private void run() {
      while (!stopped.get()) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          platform.send(partition, new Count(key, 1));
        }
        sent.addAndGet(PARTITIONS);
        platform.flush();
      }
    }

    @Override
    public void close() {
      stopped.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void stopAndAssertAllCountedOnce() throws SQLException {
      close();
      platform.awaitCaughtUp();
      assertThat(sent.get()).isPositive();
      assertThat(platform.shards().totals(key).get(key))
          .isEqualTo(new CounterShards.Total(sent.get(), sent.get()));
    }
  }

  private long next(int partition) throws SQLException {
    return platform.shards().progress(partition).nextOffset();
  }

  private void awaitMoved(int... partitions) throws SQLException {
    long start = System.nanoTime();
    for (int partition : partitions) {
      long before = next(partition);
      Awaitility.await("commits in ledger partition " + partition)
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> next(partition) > before);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    LOG.info("committed in ledger partitions {} after {}", partitions, took);
  }

  @Test
  void run_oneShardDead_theOtherGoesOnAndItCatchesUp() throws Exception {
    String dead = platform.shards().shardOf(0).name();
    try (Load load = new Load("shards");
        var _ = platform.startAlone("shards")) {
      awaitMoved(0, 1);
      long end = next(0);
      cluster.kill(dead);
      awaitMoved(1, 3, 1, 3, 1, 3);
      cluster.restart(dead);
      awaitMoved(0, 2);
      assertThat(next(0)).isGreaterThan(end);
      load.stopAndAssertAllCountedOnce();
    }
  }

  @Test
  void run_processorKilledAndAnotherPaused_nothingIsLostOrDoubled() throws Exception {
    startProcess("alpha");
    startProcess("beta");
    try (Load load = new Load("killed")) {
      Awaitility.await("both own partitions")
          .atMost(SOON)
          .until(() -> owners().stream().map(FaultsIT::instance).distinct().count() == 2);
      cluster.kill("alpha");
      awaitOwnedBy("beta");
      awaitMoved(0, 1, 2, 3);

      try (var _ = platform.start("gamma")) {
        Awaitility.await("both own partitions")
            .atMost(SOON)
            .until(() -> owners().stream().map(FaultsIT::instance).distinct().count() == 2);
        cluster.pause("beta");
        awaitOwnedBy("gamma");
        awaitMoved(0, 1, 2, 3);
        cluster.resume("beta");
        awaitMoved(0, 1, 2, 3);
        load.stopAndAssertAllCountedOnce();
      }
      cluster.kill("beta");
    }
  }

  private void awaitOwnedBy(String instance) {
    long start = System.nanoTime();
    Awaitility.await(instance + " owns all")
        .atMost(SOON)
        .until(() -> owners().stream().allMatch(o -> instance(o).equals(instance)));
    LOG.info("{} owns all after {}", instance, Duration.ofNanos(System.nanoTime() - start));
  }

  private List<String> owners() throws SQLException {
    List<String> owners = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      owners.add(platform.shards().progress(partition).session());
    }
    return owners;
  }

  private static String instance(String session) {
    return session.split(":", -1).length > 1 ? session.split(":", -1)[1] : session;
  }
}
