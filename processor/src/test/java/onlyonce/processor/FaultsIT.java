package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;
import onlyonce.processor.PostgresProxy.Point;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Killed and paused brokers, databases and processors, on a cluster of this class alone. */
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
                .withBrokers(3)
                .withShards(2)
                .withLightCompilation()
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
  void run_processorKilledUnderLoad_nothingIsLostOrDoubled() throws Exception {
    startProcess("alpha");
    startProcess("beta");
    try (Load load = new Load("killed")) {
      Awaitility.await("both own partitions")
          .atMost(SOON)
          .until(() -> owners().stream().map(FaultsIT::instance).distinct().count() == 2);
      cluster.kill("alpha");
      awaitOwnedBy("beta");
      awaitMoved(0, 1, 2, 3);
      load.stopAndAssertAllCountedOnce();
    }
    cluster.kill("beta");
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMIT", "COMMITTED"})
  void run_databaseKilledInMidCommit_nothingIsLostOrDoubled(Point point) throws Exception {
    Shard shard = platform.shards().shardOf(0);
    String key = "killed-at-" + point.name();
    int sent = 50;
    try (PostgresProxy proxy = PostgresProxy.before(shard);
        var _ =
            new RunningProcessor(
                platform.settings(key, key),
                platform.shards().through(proxy).map(),
                platform.handler())) {
      platform.send(0, new Count(key, 1));
      platform.awaitCaughtUp();
      proxy.hold(point);
      for (int i = 0; i < sent; i++) {
        platform.send(0, new Count(key, 1));
      }
      platform.flush();
      proxy.awaitHeld();
      cluster.kill(shard.name());
      proxy.cut();
      cluster.restart(List.of(shard.name()));
      platform.awaitCaughtUp();
    }
    assertThat(platform.shards().totals(key))
        .containsExactly(Map.entry(key, new CounterShards.Total(sent + 1, sent + 1)));
  }

  /**
   * The leader stops first, with what was sent to it on its way. The control rides along: whoever
   * does not wait for its acknowledgements loses that.
   */
  @Test
  void run_leaderKilledWhileRecordsFlow_theNextOneGoesOn() throws Exception {
    int hasty = 20;
    try (Admin admin = Admin.create(platform.client());
        KafkaProducer<byte[], byte[]> unacknowledged = unacknowledged();
        Load load = new Load("failed-over");
        var _ = platform.startAlone("failover")) {
      awaitMoved(0, 1, 2, 3);
      unacknowledged.partitionsFor(platform.commands());
      unacknowledged.send(platform.command(0, platform.newId(), new Count("hasty", 1))).get();
      int leader = leaderOfTheFirst(admin);
      cluster.pause("broker-" + leader);
      for (int i = 0; i < hasty; i++) {
        unacknowledged.send(platform.command(0, platform.newId(), new Count("hasty", 1))).get();
      }
      cluster.kill("broker-" + leader);
      Awaitility.await("another leader")
          .atMost(SOON)
          .until(() -> leaderOfTheFirst(admin), next -> next >= 0 && next != leader);
      awaitMoved(0, 1, 2, 3);
      cluster.restart(List.of("broker-" + leader));
      load.stopAndAssertAllCountedOnce();
    }
    assertThat(platform.shards().totals("hasty").values())
        .singleElement()
        .satisfies(total -> assertThat(total.commands()).isLessThan(hasty + 1L));
  }

  private KafkaProducer<byte[], byte[]> unacknowledged() {
    Map<String, Object> properties = new HashMap<>(platform.client());
    properties.putAll(Map.of("acks", "0", "enable.idempotence", "false", "retries", "0"));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The broker that leads ledger partition 0's log; negative while there is none. */
  private int leaderOfTheFirst(Admin admin) throws Exception {
    TopicDescription commands =
        admin
            .describeTopics(List.of(platform.commands()))
            .allTopicNames()
            .get(10, TimeUnit.SECONDS)
            .values()
            .iterator()
            .next();
    Node leader = commands.partitions().getFirst().leader();
    return leader == null ? -1 : leader.id();
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
