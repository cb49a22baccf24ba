package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.processor.PostgresProxy.Point;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A shard that takes connections and never answers, which is worse than a dead one. */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SickShardIT {
  private static final int SICK = 0;
  private static final int WELL = 1;

  private CounterPlatform platform;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(), scope.name("main"), CounterShards.create(scope.shards(), 2));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  private void send(String key) {
    platform.send(SICK, new Count(key, 1));
    platform.send(WELL, new Count(key, 1));
    platform.flush();
  }

  private long counted(String key) throws SQLException {
    return platform.shards().totals(key).getOrDefault(key, new CounterShards.Total(0, 0)).total();
  }

  private void awaitCounted(String key, long count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(counted(key)).isEqualTo(count));
  }

  @Test
  void run_oneShardDoesNotAnswer_theOtherGoesOn() throws Exception {
    try (PostgresProxy proxy = PostgresProxy.before(platform.shards().shardOf(SICK));
        var _ =
            new RunningProcessor(
                platform.settings("one"),
                platform.shards().through(proxy).map(),
                platform.handler())) {
      send("alone");
      platform.awaitCaughtUp();
      proxy.hold(Point.REQUEST);
      send("alone");
      proxy.awaitHeld();
      awaitCounted("alone", 3);
      send("alone");
      awaitCounted("alone", 4);
      proxy.release();
      awaitCounted("alone", 6);
    }
  }

  /** The control: with a handler that asks the sick shard for each batch, both stand still. */
  @Test
  void run_oneShardDoesNotAnswerAndAllAskIt_nobodyGoesOn() throws Exception {
    try (PostgresProxy proxy = PostgresProxy.before(platform.shards().shardOf(SICK));
        var _ =
            new RunningProcessor(
                platform.settings("tied"),
                platform.shards().map(),
                askingFirst(proxy.shard().jdbcUrl()))) {
      send("tied");
      platform.awaitCaughtUp();
      proxy.hold(Point.REQUEST);
      send("tied");
      proxy.awaitHeld();
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> counted("tied") == 2);
      proxy.release();
      awaitCounted("tied", 4);
    }
  }

  private Handler<Count> askingFirst(String jdbcUrl) {
    return new ForwardingHandler(platform.handler()) {
      @Override
      public List<Reply> apply(Connection transaction, List<NewCommand<Count>> commands)
          throws SQLException {
        try (Connection sick = DriverManager.getConnection(jdbcUrl, CounterShards.APPLY, "")) {
          assertThat(sick.isValid(0)).isTrue();
        }
        return super.apply(transaction, commands);
      }
    };
  }
}
