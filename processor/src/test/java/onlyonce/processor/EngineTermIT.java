package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.DeposedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineTermIT {
  private static final String FREEZE = "UPDATE engine.progress SET frozen = true";

  private static final String WAITING =
      """
      SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%enter_term%'
      """;

  private final CounterShards shards;

  EngineTermIT(TestScope scope) throws SQLException {
    this.shards = CounterShards.create(List.of(scope.shards().getFirst()), 1);
  }

  @BeforeEach
  void begin() throws SQLException {
    shards.execute(
        0, "UPDATE engine.term SET number = 0; UPDATE engine.progress SET frozen = false");
  }

  private void actUnder(long term) throws SQLException {
    try (Connection connection = shards.connect(0);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      EngineTerm.enter(connection, term);
      statement.execute(FREEZE);
      connection.commit();
    }
  }

  private String frozen() throws SQLException {
    return shards.rows(0, "SELECT frozen FROM engine.progress").getFirst();
  }

  @Test
  void enter_higherOrTheSame_isStored() throws SQLException {
    actUnder(3);
    actUnder(3);
    actUnder(7);
    try (Connection connection = shards.connect(0)) {
      assertThat(EngineTerm.of(connection)).isEqualTo(7);
    }
  }

  @Test
  void enter_lower_isRefusedWithAllThatWasToBeDoneUnderIt() throws SQLException {
    try (Connection successor = shards.connect(0)) {
      EngineTerm.enter(successor, 5);
    }
    assertThatThrownBy(() -> actUnder(4))
        .isInstanceOf(DeposedException.class)
        .hasMessageContaining("term 5 was entered here after term 4");
    assertThat(frozen()).isEqualTo("f");
  }

  /** The control: without entering its term, a deposed one changes what it likes. */
  @Test
  void change_withoutEnteringATerm_isRefusedByNobody() throws SQLException {
    shards.execute(0, "SELECT engine.enter_term(5)");
    shards.execute(0, FREEZE);
    assertThat(frozen()).isEqualTo("t");
  }

  /** Between entering and committing no successor comes in: it waits, and is not overtaken. */
  @Test
  void enter_whileAnotherActs_waitsForItsEnd() throws Exception {
    try (Connection acting = shards.connect(0);
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      acting.setAutoCommit(false);
      EngineTerm.enter(acting, 1);
      Future<?> successor =
          executor.submit(
              () -> {
                actUnder(2);
                return true;
              });
      Awaitility.await("the successor waits")
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !shards.rows(0, WAITING).isEmpty());
      assertThat(successor.isDone()).isFalse();
      acting.commit();
      successor.get(10, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> actUnder(1)).isInstanceOf(DeposedException.class);
  }

  @Test
  void enter_byAProcessor_isDenied() throws SQLException {
    try (Connection apply = shards.connectAs(0, CounterShards.APPLY)) {
      assertThatThrownBy(() -> EngineTerm.enter(apply, 9))
          .isInstanceOfSatisfying(
              SQLException.class, denied -> assertThat(denied.getSQLState()).isEqualTo("42501"));
    }
  }
}
