package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMap.Place;
import onlyonce.messages.ShardMapTopic;
import onlyonce.messages.Topic;
import onlyonce.messages.TopicSetup;
import onlyonce.processor.PostgresProxy.Point;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A running processor while the published map changes. Even partitions live on one shard. */
@SharedCluster
final class FollowMapIT {
  private static final int PARTITIONS = 4;

  private final TestScope scope;
  private CounterPlatform platform;
  private CounterShards elsewhere;

  FollowMapIT(TestScope scope) {
    this.scope = scope;
  }

  @BeforeEach
  void start(TestInfo test) throws Exception {
    String name = test.getTestMethod().orElseThrow().getName().replaceAll("[^A-Z]", "");
    CounterShards shards = CounterShards.create(scope.shards(name), PARTITIONS);
    elsewhere = CounterShards.create(scope.shards(name + "-elsewhere"), PARTITIONS);
    platform = CounterPlatform.create(scope.bootstrapServers(), scope.name(name), shards);
    for (Topic topic : Topic.values()) {
      scope.deleteAfterwards(topic.topicName());
    }
    try (Admin admin = Admin.create(platform.client())) {
      new TopicSetup(PARTITIONS, (short) 3).apply(admin);
    }
    ShardMapTopic.publish(platform.client(), shards.map(), Clock.systemUTC(), "/test");
  }

  @AfterEach
  void end() {
    platform.close();
  }

  private void sendToAll(String key) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      platform.send(partition, new Count(key, 1));
    }
    platform.flush();
  }

  private static long counted(CounterShards where, String key) throws SQLException {
    return where.totals(key).getOrDefault(key, new CounterShards.Total(0, 0)).total();
  }

  private static void await(CounterShards where, String key, long count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10)) // A socket's timeout is 20 s.
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(counted(where, key)).isEqualTo(count));
  }

  private void publish(Map<Integer, Place> changed) {
    try (MapTerm term = MapTerm.claim(platform.client(), Clock.systemUTC(), "/test")) {
      term.publish(changed);
    }
  }

  private Place moved(int partition) {
    Place place = elsewhere.map().place(partition);
    return new Place(place.shard(), place.jdbcUrl(), 2);
  }

  /** What a mover does: the source is frozen, the target goes on where it stood. */
  private void move(int partition) throws SQLException {
    platform
        .shards()
        .execute(
            partition,
            "UPDATE engine.progress SET frozen = true, owner = NULL WHERE ledger_partition = "
                + partition);
    elsewhere.execute(
        partition,
        "UPDATE engine.progress SET map_epoch = 2, next_offset = %1$d, published_offset = %1$d WHERE ledger_partition = %2$d"
            .formatted(platform.shards().progress(partition).nextOffset(), partition));
  }

  @Test
  void run_onePartitionMoves_goesOnThereAndTheOthersNoticeNothing() throws Exception {
    try (FollowShardMap follow = FollowShardMap.start(platform.client());
        RunningProcessor running = platform.start("follower")) {
      follow.onChange(running.processor()::adopt);
      sendToAll("before");
      platform.awaitCaughtUp();
      List<String> owners = owners();

      move(0);
      Place source = follow.current().place(0);
      Place target = moved(0);
      publish(
          Map.of(
              0,
              new Place(
                  source.shard(),
                  source.jdbcUrl(),
                  source.epoch(),
                  Optional.of(new ShardMap.Moving(target.shard(), target.jdbcUrl())))));
      sendToAll("moved");
      await(platform.shards(), "moved", 3);
      assertThat(counted(elsewhere, "moved")).as("not published yet").isZero();
      publish(Map.of(0, target));

      await(elsewhere, "moved", 1);
      assertThat(counted(platform.shards(), "moved")).isEqualTo(3);
      assertThat(counted(elsewhere, "before")).isZero();
      assertThat(owners()).as("owner tokens of those that stay").isEqualTo(owners);
      assertThat(platform.answers()).hasSize(8).allSatisfy((_, n) -> assertThat(n).isEqualTo(1));
    }
  }

  private List<String> owners() throws SQLException {
    List<String> even =
        platform.shards().rows(0, "SELECT owner FROM engine.progress WHERE ledger_partition = 2");
    List<String> odd =
        platform.shards().rows(1, "SELECT owner FROM engine.progress ORDER BY ledger_partition");
    return List.of(even.toString(), odd.toString());
  }

  /** The control: one that does not follow stays before the frozen partition. */
  @Test
  void run_onePartitionMovesAndNobodyTells_itStandsStill() throws Exception {
    try (var _ = platform.start("deaf")) {
      sendToAll("before");
      platform.awaitCaughtUp();
      move(0);
      publish(Map.of(0, moved(0)));
      sendToAll("moved");
      await(platform.shards(), "moved", 3);
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(
              () -> counted(elsewhere, "moved") == 0 && counted(platform.shards(), "moved") == 3);
    }
  }

  /** What a failover does, seen from a processor that waits for a primary that answers nothing. */
  @Test
  void run_shardThatDoesNotAnswerGetsAnotherAddress_goesOnThereAtOnce() throws Exception {
    try (PostgresProxy proxy = PostgresProxy.before(platform.shards().shardOf(0))) {
      CounterShards proxied = platform.shards().through(proxy);
      publish(Map.of(0, proxied.map().place(0), 2, proxied.map().place(2)));
      try (FollowShardMap follow = FollowShardMap.start(platform.client());
          RunningProcessor running =
              new RunningProcessor(
                  platform.settings("reconnecting"), follow.current(), platform.handler())) {
        follow.onChange(running.processor()::adopt);
        sendToAll("answered");
        platform.awaitCaughtUp();
        proxy.hold(Point.REQUEST);
        sendToAll("silent");
        proxy.awaitHeld();
        await(platform.shards(), "silent", 2);

        Place direct = platform.shards().map().place(0);
        Place promoted = new Place(direct.shard(), direct.jdbcUrl(), 2);
        publish(Map.of(0, promoted, 2, promoted));

        await(platform.shards(), "silent", 4);
        proxy.release();
        sendToAll("after");
        platform.awaitCaughtUp();
        assertThat(counted(platform.shards(), "after")).isEqualTo(4);
        assertThat(counted(platform.shards(), "silent")).isEqualTo(4);
      }
    }
  }
}
