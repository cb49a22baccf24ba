package onlyonce.processor;

import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit waits for a standby, and the wait is cut short: the server has committed and says so,
 * but the standby may lack it. That is neither done nor failed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SynchronousCommitIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String WAITING =
      "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

  private LocalCluster cluster;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    cluster =
        LocalCluster.start(
            ClusterSpec.at(home)
                .withBrokers(0)
                .withShards(1)
                .withReplication(Replication.sync(new Quorums(2, 2, 1)))
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    var _ = CounterShards.create(cluster.shards(), 8);
  }

  @AfterAll
  void end() {
    cluster.close();
  }

  /** The tables of one server, whichever it is, under the shard's name. */
  private static CounterShards on(Shard server) {
    Shard named = new Shard(server.shard(), server.jdbcUrl(), server.user(), server.role());
    return new CounterShards(
        List.of(named),
        ShardMap.modulo(Partitioning.hash(8), Map.of(named.name(), named.jdbcUrl())));
  }

  private CounterShards primary() {
    return on(cluster.shards().getFirst());
  }

  private Shard standby() {
    return cluster.servers().stream()
        .filter(server -> server.role().equals(Shard.STANDBY))
        .findFirst()
        .orElseThrow();
  }

  private static LogBuilder twoCommands(int partition, String key) {
    return new LogBuilder(partition)
        .count(id(Duration.ZERO, 1), key, 1)
        .count(id(Duration.ZERO, 2), key, 1);
  }

  private static Driver driver(CounterShards shards, int partition) {
    return new Driver(shards, partition, "waiting", new CounterHandler("outcomes"));
  }

  private interface Step<T> {
    T run() throws SQLException, OwnershipLostException;
  }

  private static <T> CompletableFuture<T> beside(Step<T> step) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return step.run();
          } catch (SQLException | OwnershipLostException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Ends the wait of the one backend that waits for standbys, as an operator would. */
  private void cutTheWait(String how) throws SQLException {
    Awaitility.await("a commit waits for its standby")
        .atMost(SOON)
        .until(() -> primary().rows(0, WAITING).size() == 1);
    primary().execute(0, "SELECT %s(pid) FROM (%s) AS waiting".formatted(how, WAITING));
  }

  private CounterShards.Total total(String key) throws SQLException {
    return primary().totals(key).getOrDefault(key, new CounterShards.Total(0, 0));
  }

  @Test
  void run_waitCancelled_isUnknown_andTheTakeoverTellsOnceAStandbyHasIt() throws Exception {
    int partition = 0;
    LogBuilder log = twoCommands(partition, "cancelled");
    try (Driver owner = driver(primary(), partition)) {
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      cluster.pause(standby().name());
      CompletableFuture<ApplySlices.Applied> commit =
          beside(() -> owner.apply(taken, log.slice(taken.progress(), log.end())));
      cutTheWait("pg_cancel_backend");
      assertThatThrownBy(() -> commit.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(java.sql.SQLWarning.class)
          .hasStackTraceContaining("CommitInDoubtException");
      assertThat(total("cancelled")).as("it is committed").isEqualTo(new CounterShards.Total(2, 2));

      CompletableFuture<List<TakeOver.Taken>> takeOver = beside(() -> owner.takeOver(partition));
      Awaitility.await("the takeover waits for the standby too")
          .atMost(SOON)
          .until(() -> primary().rows(0, WAITING).size() == 1);
      assertThat(takeOver).isNotDone();
      cluster.resume(standby().name());
      TakeOver.Taken again = takeOver.get(SOON.toSeconds(), TimeUnit.SECONDS).getFirst();
      assertThat(again.progress().nextOffset()).isEqualTo(log.end());
      assertThat(on(standby()).progress(partition).nextOffset()).isEqualTo(log.end());
    }
    assertThat(total("cancelled")).isEqualTo(new CounterShards.Total(2, 2));
  }

  @Test
  void run_waitingBackendTerminated_isUnknown_andNothingIsDoubled() throws Exception {
    int partition = 1;
    LogBuilder log = twoCommands(partition, "terminated");
    try (Driver owner = driver(primary(), partition)) {
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      cluster.pause(standby().name());
      CompletableFuture<ApplySlices.Applied> commit =
          beside(() -> owner.apply(taken, log.slice(taken.progress(), log.end())));
      cutTheWait("pg_terminate_backend");
      assertThatThrownBy(() -> commit.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      cluster.resume(standby().name());
      TakeOver.Taken again = owner.takeOver(partition).getFirst();
      assertThat(again.progress().nextOffset()).isEqualTo(log.end());
    }
    assertThat(total("terminated")).isEqualTo(new CounterShards.Total(2, 2));
  }

  @Test
  void takeOver_waitCancelled_isNoTakeover() throws Exception {
    int partition = 2;
    try (Driver owner = driver(primary(), partition)) {
      var _ = owner.takeOver(partition);
      cluster.pause(standby().name());
      CompletableFuture<List<TakeOver.Taken>> takeOver = beside(() -> owner.takeOver(partition));
      cutTheWait("pg_cancel_backend");
      assertThatThrownBy(() -> takeOver.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .hasStackTraceContaining("CommitInDoubtException");
      cluster.resume(standby().name());
      assertThat(owner.takeOver(partition)).hasSize(1);
    }
  }

  /** The control: who does not hear the warning is told of a commit that the next primary lacks. */
  @Test
  void run_warningUnheard_isTakenForDone_andLostInTheFailover() throws Exception {
    int partition = 3;
    LogBuilder log = twoCommands(partition, "unheard");
    Shard old = cluster.shards().getFirst();
    String next = standby().name();
    try (PostgresProxy proxy = PostgresProxy.before(primary().shardOf(partition));
        Driver owner = driver(primary().through(proxy), partition)) {
      proxy.keepWarningsBack();
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      cluster.kill(next);
      CompletableFuture<ApplySlices.Applied> commit =
          beside(() -> owner.apply(taken, log.slice(taken.progress(), log.end())));
      cutTheWait("pg_cancel_backend");
      ApplySlices.Applied applied = commit.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(applied.due(partition)).as("it would be published").hasSize(2);
    }
    cluster.kill(old.name());
    cluster.restart(next);
    cluster.promote(next);
    cluster.rejoin(old.name(), next);
    assertThat(primary().progress(partition).nextOffset()).isLessThan(log.end());
    assertThat(total("unheard")).isEqualTo(new CounterShards.Total(0, 0));
  }
}
