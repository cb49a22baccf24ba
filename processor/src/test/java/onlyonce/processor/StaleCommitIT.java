package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.processor.PostgresProxy.Point;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Owners that come too late: their partitions moved while a batch of theirs was on its way to the
 * database. Nothing but the progress row stands in their way.
 */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StaleCommitIT {
  private static final int PARTITIONS = 4;
  private static final int EACH = 5;

  /** What Kafka gives to the second member of a group. */
  private static final List<Integer> MOVING = List.of(2, 3);

  private CounterPlatform platform;
  private PostgresProxy proxy;
  private String key = "";
  private int tests;
  private long sent;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("main"),
            CounterShards.create(List.of(scope.shards().getFirst()), PARTITIONS));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  @BeforeEach
  void openProxy() throws IOException {
    proxy = PostgresProxy.before(platform.shards().shardOf(0));
    key = "late-" + tests++;
    sent = 0;
  }

  @AfterEach
  void closeProxy() throws IOException {
    proxy.close();
  }

  private void sendToAll() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      send(partition);
    }
    platform.flush();
  }

  private void send(int partition) {
    for (int i = 0; i < EACH; i++) {
      platform.send(partition, new Count(key, 1));
      sent++;
    }
  }

  private long counted() throws SQLException {
    return platform.shards().totals(key).getOrDefault(key, new CounterShards.Total(0, 0)).total();
  }

  private ProcessorSettings settings(String instance) {
    return platform.settings(instance, key);
  }

  private RunningProcessor startSuccessor() {
    return new RunningProcessor(settings("successor"), platform.shards().map(), platform.handler());
  }

  private Map<Integer, CounterShards.Row> rows() throws SQLException {
    Map<Integer, CounterShards.Row> rows = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      rows.put(partition, platform.shards().progress(partition));
    }
    return rows;
  }

  /** Offset, owner and dedup of these partitions as if nobody had taken them over. */
  private void setBack(Map<Integer, CounterShards.Row> rows) throws SQLException {
    assertThat(rows).isNotEmpty();
    for (Map.Entry<Integer, CounterShards.Row> row : rows.entrySet()) {
      platform.shards().setBack(row.getKey(), row.getValue());
    }
  }

  private void awaitCountedMoreThanSent() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(counted()).isGreaterThan(sent));
  }

  /** A real owner, caught up, whose next batch is held on its way. */
  private CounterChild pausedWithABatch() {
    CounterChild child =
        CounterChild.start(
            platform,
            settings("paused"),
            platform.shards().through(proxy).map(),
            CounterProcess.Work.COUNTS);
    sendToAll();
    platform.awaitCaughtUp();
    proxy.hold(Point.REQUEST);
    sendToAll();
    proxy.awaitHeld();
    child.pause();
    return child;
  }

  @Test
  void resume_afterItsPartitionsMoved_itsCommitIsRefused() throws Exception {
    try (CounterChild child = pausedWithABatch();
        var _ = startSuccessor()) {
      platform.awaitCaughtUp();
      assertThat(counted()).isEqualTo(sent);
      child.resume();
      proxy.release();
      child.awaitLogged("commit refused");
      sendToAll();
      platform.awaitCaughtUp();
      assertThat(counted()).isEqualTo(sent);
    }
  }

  private RunningProcessor startThroughProxy() {
    return new RunningProcessor(
        settings("first"), platform.shards().through(proxy).map(), platform.handler());
  }

  /** An owner of all partitions, with a batch on its way that holds only what will move. */
  private Map<Integer, CounterShards.Row> holdABatch() throws SQLException {
    sendToAll();
    platform.awaitCaughtUp();
    Map<Integer, CounterShards.Row> before = rows();
    before.keySet().retainAll(MOVING);
    proxy.hold(Point.REQUEST);
    MOVING.forEach(this::send);
    platform.flush();
    proxy.awaitHeld();
    return before;
  }

  /** The second one has taken over what moves, and has counted it. */
  private void awaitMoved() {
    Awaitility.await("partitions move")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(counted()).isEqualTo(sent));
  }

  @Test
  void rebalance_inMidBatch_theWholeBatchIsRefusedAndNothingIsLostOrDoubled() throws Exception {
    try (CapturedLog log = new CapturedLog();
        var _ = startThroughProxy()) {
      holdABatch();
      try (var _ = startSuccessor()) {
        awaitMoved();
        assertThat(log.lines("commit refused")).isEmpty();
        proxy.release();
        sendToAll();
        platform.awaitCaughtUp();
        assertThat(log.lines("commit refused")).isNotEmpty();
        assertThat(counted()).isEqualTo(sent);
      }
    }
  }

  /**
   * The control, of the paused owner too: with the former tokens, offsets and ids in place the late
   * batch goes through, and doubles what has moved.
   */
  @Test
  void rebalance_inMidBatchWithTheFormerTokens_doubles() throws Exception {
    try (var _ = startThroughProxy()) {
      Map<Integer, CounterShards.Row> before = holdABatch();
      try (var _ = startSuccessor()) {
        awaitMoved();
        setBack(before);
        proxy.release();
        awaitCountedMoreThanSent();
      }
    }
  }
}
