package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/** Running processors whose ownership and sessions are taken from them by hand. */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnershipIT {
  private static final int PARTITIONS = 4;

  private CounterPlatform platform;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("main"),
            CounterShards.create(scope.shards(), PARTITIONS));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  @Test
  void run_ownerFrozenInItsTransaction_takesOverWithinSeconds() throws Exception {
    String name = ProcessorSettings.SESSION_PREFIX + "frozen:0";
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(platform.shards().shardOf(0).jdbcUrl());
    source.setUser(CounterShards.APPLY);
    source.setApplicationName(name);
    try (Connection frozen = source.getConnection();
        Statement statement = frozen.createStatement()) {
      statement.execute(
          "UPDATE engine.progress SET owner = gen_random_uuid(), owner_session = '%s'"
              .formatted(name));
      frozen.setAutoCommit(false);
      statement.execute("UPDATE engine.progress SET next_offset = next_offset + 1");
      statement.execute("INSERT INTO counter VALUES (0, 'ice', 1, 1)");

      platform.send(0, new Count("thaw", 1));
      platform.flush();
      try (var _ = platform.start("successor")) {
        platform.awaitCaughtUp();
      }
      assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
    }
    assertThat(platform.shards().totals("thaw").get("thaw"))
        .isEqualTo(new CounterShards.Total(1, 1));
    assertThat(platform.shards().totals("ice")).isEmpty();
  }

  @Test
  void run_tokenReplacedInMidRun_commitIsRefusedAndNothingIsLostOrDoubled() throws Exception {
    int sent = 0;
    try (CapturedLog log = new CapturedLog();
        var _ = platform.start("robbed")) {
      for (int round = 0; round < 3; round++) {
        int partition = round;
        UUID thief = UUID.randomUUID();
        platform
            .shards()
            .execute(
                partition,
                "UPDATE engine.progress SET owner = '%s' WHERE ledger_partition = %d"
                    .formatted(thief, partition));
        for (int i = 0; i < 200; i++) {
          platform.send(i % PARTITIONS, new Count("robbed", 1));
          sent++;
        }
        platform.awaitCaughtUp();
        assertThat(platform.shards().progress(partition).owner()).isNotEqualTo(thief.toString());
      }
      // The first round came before the processor owned anything: a plain takeover.
      assertThat(log.lines("commit refused")).hasSizeGreaterThanOrEqualTo(2);
    }
    assertThat(platform.shards().totals("robbed").get("robbed"))
        .isEqualTo(new CounterShards.Total(sent, sent));
  }

  @Test
  void run_sessionsTerminatedUnderLoad_nothingIsLostOrDoubled() throws Exception {
    int rounds = 12;
    int terminated = 0;
    int sent = 0;
    try (var _ = platform.start("shot")) {
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 300; i++) {
          platform.send(i % PARTITIONS, new Count("shot-" + i % 20, 1));
          sent++;
        }
        for (Shard shard : platform.shards().shards()) {
          terminated += awaitTerminated(shard);
        }
      }
      platform.awaitCaughtUp();
    }
    assertThat(terminated).isGreaterThanOrEqualTo(rounds * 2);
    assertThat(platform.shards().totals("shot-"))
        .hasSize(20)
        .allSatisfy(
            (key, total) ->
                assertThat(total).isEqualTo(new CounterShards.Total(rounds * 15L, rounds * 15L)));
    assertThat(sent).isEqualTo(rounds * 300);
  }

  /** Ends the processor's session there as soon as it has one; returns how many it were. */
  private int awaitTerminated(Shard shard) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> terminate(shard), count -> count > 0);
  }

  private int terminate(Shard shard) throws SQLException {
    String sql =
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'onlyonce:shot:%'
        """;
    try (Connection connection = platform.shards().admin(shard).getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
