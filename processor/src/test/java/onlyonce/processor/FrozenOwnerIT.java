package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.localcluster.process.Signal;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.ds.PGSimpleDataSource;

/** Owners that stopped inside their open transaction, and hold their rows' locks. */
@SharedCluster(SharedCluster.Part.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrozenOwnerIT {
  /** Terminating the frozen backend must beat every timeout that would end it by itself. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final CounterHandler HANDLER = new CounterHandler("outcomes");

  private final AtomicInteger used = new AtomicInteger();
  private CounterShards shards;
  private int partition;

  @BeforeAll
  void create(TestScope scope) throws SQLException {
    shards = CounterShards.create(List.of(scope.shards().getFirst()), 8);
  }

  @BeforeEach
  void takeAnotherPartition() {
    partition = used.getAndIncrement();
  }

  private Driver driver(String name) {
    return new Driver(shards, partition, name, HANDLER);
  }

  /** A session that holds the partition's row, and a count that must never be seen. */
  private Connection frozenIn(Connection session) throws SQLException {
    session.setAutoCommit(false);
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "UPDATE engine.progress SET next_offset = 99 WHERE ledger_partition = " + partition);
      statement.execute("INSERT INTO counter VALUES (%d, 'frozen', 1, 1)".formatted(partition));
    }
    return session;
  }

  private Connection sessionNamed(String name) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(shards.shardOf(partition).jdbcUrl());
    source.setUser(CounterShards.APPLY);
    source.setApplicationName(name);
    return source.getConnection();
  }

  private void assertTakenFrom(Connection frozen) throws SQLException {
    long start = System.nanoTime();
    try (Driver successor = driver("successor")) {
      List<TakeOver.Taken> taken = successor.takeOver(partition);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      assertThat(taken).hasSize(1);
      assertThat(taken.getFirst().progress().nextOffset()).isZero();
    }
    assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
    assertThat(shards.totals("frozen")).isEmpty();
  }

  @Test
  void takeOver_ownerFrozenInItsTransaction_terminatesItsBackend() throws Exception {
    try (Driver owner = driver("owner")) {
      owner.takeOver(partition);
      assertTakenFrom(frozenIn(owner.session().connection()));
    }
  }

  @Test
  void takeOver_ownerFrozenInACopy_terminatesItsBackend() throws Exception {
    try (Driver owner = driver("owner")) {
      owner.takeOver(partition);
      Connection connection = frozenIn(owner.session().connection());
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY counter FROM STDIN");
      byte[] half = "%d\tfrozen-2\t1".formatted(partition).getBytes(UTF_8);
      copy.writeToCopy(half, 0, half.length);
      copy.flushCopy();
      long start = System.nanoTime();
      try (Driver successor = driver("successor")) {
        assertThat(successor.takeOver(partition)).hasSize(1);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
      assertThat(shards.totals("frozen")).isEmpty();
    }
  }

  /** Its session's name is in no progress row yet: that is in the transaction which it froze in. */
  @Test
  void takeOver_processorFrozenInItsOwnTakeover_terminatesItsBackend() throws Exception {
    try (Connection frozen = sessionNamed(ProcessorSettings.SESSION_PREFIX + "other:1234")) {
      assertTakenFrom(frozenIn(frozen));
    }
  }

  /** A stopped backend obeys nobody: it costs its own partition only, and only until it wakes. */
  @Test
  void takeOver_backendStopped_leavesThatPartitionOutUntilItWakes() throws Exception {
    int other = used.getAndIncrement();
    try (Driver owner = driver("owner");
        Driver successor = driver("successor")) {
      owner.takeOver(partition, other);
      Connection frozen = frozenIn(owner.session().connection());
      List<Long> backend = List.of(BackendProcess.of(frozen));
      Signal.STOP.send(backend);
      try {
        List<TakeOver.Taken> taken = successor.takeOver(partition, other);
        assertThat(taken.stream().map(t -> t.progress().partition())).containsExactly(other);
      } finally {
        Signal.CONT.send(backend);
      }
      // It was told to terminate while it stood.
      Awaitility.await().atMost(SOON).until(() -> successor.takeOver(partition).size() == 1);
      assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
      assertThat(shards.totals("frozen")).isEmpty();
    }
  }

  /** The control: a lock that is nobody's of ours stays, and costs only its own partition. */
  @Test
  void takeOver_lockedByAStranger_leavesThatPartitionOut() throws Exception {
    int other = used.getAndIncrement();
    try (Connection stranger = sessionNamed("a migration");
        Driver successor = driver("successor")) {
      frozenIn(stranger);
      List<TakeOver.Taken> taken = successor.takeOver(partition, other);
      assertThat(taken.stream().map(t -> t.progress().partition())).containsExactly(other);
      stranger.rollback();
      assertThat(successor.takeOver(partition)).hasSize(1);
    }
  }
}
