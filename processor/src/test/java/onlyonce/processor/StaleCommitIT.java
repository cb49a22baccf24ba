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
    for (int i = 0; i < PARTITIONS * 5; i++) {
      platform.send(i % PARTITIONS, new Count(key, 1));
      sent++;
    }
    platform.flush();
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

  private void awaitCounted(long count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(counted()).isEqualTo(count));
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

  /** The control: offset, owner and dedup set back behind the successor, it counts again. */
  @Test
  void resume_withItsTokenInPlace_doubles() throws Exception {
    try (CounterChild child = pausedWithABatch()) {
      Map<Integer, CounterShards.Row> before = rows();
      try (var _ = startSuccessor()) {
        platform.awaitCaughtUp();
      }
      assertThat(counted()).isEqualTo(sent);
      setBack(before);
      child.resume();
      proxy.release();
      awaitCounted(sent + sent / 2);
    }
  }

  private RunningProcessor startThroughProxy() {
    return new RunningProcessor(
        settings("first"), platform.shards().through(proxy).map(), platform.handler());
  }

  /** An owner of all partitions with a batch on its way. */
  private void holdABatch() {
    sendToAll();
    platform.awaitCaughtUp();
    proxy.hold(Point.REQUEST);
    sendToAll();
    proxy.awaitHeld();
  }

  /** The partitions that the second one has taken over and caught up with, as they were before. */
  private Map<Integer, CounterShards.Row> awaitMoved(Map<Integer, CounterShards.Row> before) {
    Map<Integer, CounterShards.Row> moved = new TreeMap<>();
    Awaitility.await("partitions move")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              moved.clear();
              rows()
                  .forEach(
                      (partition, row) -> {
                        CounterShards.Row old = before.get(partition);
                        if (old != null && row.nextOffset() > old.nextOffset()) {
                          moved.put(partition, old);
                        }
                      });
              return moved.size() == PARTITIONS / 2;
            });
    return moved;
  }

  @Test
  void rebalance_inMidBatch_theWholeBatchIsRefusedAndNothingIsLostOrDoubled() throws Exception {
    try (CapturedLog log = new CapturedLog();
        var _ = startThroughProxy()) {
      holdABatch();
      Map<Integer, CounterShards.Row> before = rows();
      try (var _ = startSuccessor()) {
        awaitMoved(before);
        assertThat(counted()).isEqualTo(sent * 3 / 4);
        assertThat(log.lines("commit refused")).isEmpty();
        proxy.release();
        platform.awaitCaughtUp();
        assertThat(log.lines("commit refused")).isNotEmpty();
        assertThat(counted()).isEqualTo(sent);
      }
    }
  }

  /** The control: with the first owner's tokens in place its batch doubles what has moved. */
  @Test
  void rebalance_inMidBatchWithTheFormerTokens_doubles() throws Exception {
    try (var _ = startThroughProxy()) {
      holdABatch();
      Map<Integer, CounterShards.Row> before = rows();
      try (var _ = startSuccessor()) {
        setBack(awaitMoved(before));
        proxy.release();
        awaitCounted(sent + sent / 4);
      }
    }
  }
}
