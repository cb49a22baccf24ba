package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineSchemaIT {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
  private static final String TABLES =
      """
      SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname = 'engine' AND relkind IN ('r', 'p') ORDER BY 1
      """;

  private CounterShards shards;

  @BeforeAll
  void create(TestScope scope) throws SQLException {
    shards = CounterShards.create(List.of(scope.shards().getFirst()), 2);
    shards.execute(
        0,
        """
        INSERT INTO engine.processed
          (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
        VALUES (0, '01890000-0000-7000-8000-000000000001', '', 1, 't',
          '01890000-0000-7000-8000-000000000001', '');
        INSERT INTO engine.refused VALUES (0, 2, NULL, 'BadJson', 'no JSON');
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE engine.processed SET outcome = 'x'",
        "DELETE FROM engine.processed",
        "TRUNCATE engine.processed",
        "TRUNCATE engine.processed_p0_other",
        "UPDATE engine.processed_p0_other SET log_offset = 0",
        "UPDATE engine.refused SET reason = 'x'",
        "DELETE FROM engine.refused_p0",
        "TRUNCATE engine.refused",
        "TRUNCATE engine.refused_p0"
      })
  void change_ofWhatIsAppendOnly_isRefusedForEverybody(String sql) throws SQLException {
    try (Connection superuser = shards.connect(0);
        Statement statement = superuser.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("is append-only");
    }
    assertDenied(sql);
    assertThat(shards.rows(0, "SELECT count(*) FROM engine.processed")).containsExactly("1");
    assertThat(shards.rows(0, "SELECT count(*) FROM engine.refused")).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE engine.processed_p0_other",
        "ALTER TABLE engine.processed DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DELETE FROM engine.progress",
        "INSERT INTO engine.progress (ledger_partition) VALUES (9)",
        "UPDATE engine.progress SET frozen = false",
        "UPDATE engine.progress SET map_epoch = 9",
        "SELECT engine.add_ledger_partition(9, '2026-03-01', 1)"
      })
  void right_thatAProcessorDoesNotNeed_isDenied(String sql) throws SQLException {
    assertDenied(sql);
  }

  private void assertDenied(String sql) throws SQLException {
    try (Connection apply = shards.connectAs(0, CounterShards.APPLY);
        Statement statement = apply.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              denied ->
                  assertThat(denied.getSQLState()).as(denied.getMessage()).isEqualTo("42501"));
    }
  }

  @Test
  void migrate_again_changesNothing() throws SQLException {
    List<String> before = shards.rows(0, TABLES);
    Shard shard = shards.shards().getFirst();
    EngineSchema.migrate(shards.admin(shard));
    try (Connection connection = shards.connect(0)) {
      EngineSchema.addLedgerPartitions(connection, List.of(1, 0), TODAY.plusYears(1));
    }
    assertThat(before).contains("flyway_history", "processed_p0", "processed_p1", "refused_p1");
    assertThat(shards.rows(0, TABLES)).isEqualTo(before);
  }

  @Test
  void migrate_severalAtOnce_allSucceed(TestScope scope) throws Exception {
    Shard shard = scope.shards("race").getFirst();
    CounterShards none = new CounterShards(List.of(shard), shards.map());
    PGSimpleDataSource admin = none.admin(shard);
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(
            executor.submit(
                () -> {
                  EngineSchema.migrate(admin);
                  try (Connection connection = admin.getConnection()) {
                    connection.setAutoCommit(false);
                    EngineSchema.addLedgerPartitions(connection, List.of(3, 1, 2), TODAY);
                    connection.commit();
                  }
                  return true;
                }));
      }
      for (Future<Boolean> run : runs) {
        assertThat(run.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(none.rows(0, "SELECT ledger_partition FROM engine.progress ORDER BY 1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void addLedgerPartitions_negative_isRefused() throws SQLException {
    try (Connection connection = shards.connect(0)) {
      assertThatThrownBy(() -> EngineSchema.addLedgerPartitions(connection, List.of(-1), TODAY))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("not negative but is -1");
    }
  }

  @Test
  void processed_idsOfAnyTime_findATable(TestScope scope) throws SQLException {
    CounterShards own = new CounterShards(List.of(scope.shards("days").getFirst()), shards.map());
    EngineSchema.migrate(own.admin(own.shards().getFirst()));
    try (Connection connection = own.connect(0)) {
      EngineSchema.addLedgerPartitions(connection, List.of(0), TODAY);
    }
    own.execute(
        0,
        """
        INSERT INTO engine.processed
          (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
        SELECT 0, id, '', 1, 't', id, '' FROM (VALUES
          (engine.lowest_id('2026-02-27T23:59:59.999Z')), (engine.lowest_id('2026-02-28T00:00Z')),
          (engine.lowest_id('2026-03-01T12:00Z')), (engine.lowest_id('2026-03-07T23:59:59.999Z')),
          (engine.lowest_id('2026-03-08T00:00Z')),
          ('00000000-0000-7000-8000-000000000000'), ('ffffffff-ffff-7fff-bfff-ffffffffffff')
        ) AS made (id)
        """);
    assertThat(own.rows(0, "SELECT tableoid::regclass FROM engine.processed ORDER BY id"))
        .containsExactly(
            "engine.processed_p0_other",
            "engine.processed_p0_other",
            "engine.processed_p0_20260228",
            "engine.processed_p0_20260301",
            "engine.processed_p0_20260307",
            "engine.processed_p0_other",
            "engine.processed_p0_other");
  }
}
