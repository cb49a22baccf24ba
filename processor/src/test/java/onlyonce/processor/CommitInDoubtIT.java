package onlyonce.processor;

import static onlyonce.processor.LogBuilder.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.processor.PostgresProxy.Point;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Connections cut in mid-commit: the client gets the same error whether the server has committed or
 * not. Nobody may guess; the progress row tells.
 */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommitInDoubtIT {
  private static final int BATCH = 50;

  private CounterPlatform platform;
  private PostgresProxy proxy;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("main"),
            CounterShards.create(List.of(scope.shards().getFirst()), 4));
  }

  @AfterAll
  void end() {
    platform.close();
  }

  @BeforeEach
  void openProxy() throws IOException {
    proxy = PostgresProxy.before(platform.shards().shardOf(0));
  }

  @AfterEach
  void closeProxy() throws IOException {
    proxy.close();
  }

  private CounterShards.Total total(String key) throws SQLException {
    return platform.shards().totals(key).getOrDefault(key, new CounterShards.Total(0, 0));
  }

  @Test
  void run_connectionsCutInMidCommit_nothingIsLostOrDoubled() throws Exception {
    List<UUID> sent = new ArrayList<>();
    try (var _ =
        new RunningProcessor(
            platform.settings("cut"), platform.shards().through(proxy).map(), platform.handler())) {
      sent.add(platform.send(0, new Count("doubtful", 1)));
      platform.awaitCaughtUp();
      for (Point point : List.of(Point.COMMIT, Point.COMMITTED)) {
        long before = platform.shards().progress(0).nextOffset();
        proxy.hold(point);
        for (int i = 0; i < BATCH; i++) {
          sent.add(platform.send(0, new Count("doubtful", 1)));
        }
        platform.flush();
        proxy.awaitHeld();
        assertThat(platform.shards().progress(0).nextOffset() > before)
            .isEqualTo(point == Point.COMMITTED);
        proxy.cut();
        platform.awaitCaughtUp();
      }
    }
    assertThat(total("doubtful")).isEqualTo(new CounterShards.Total(sent.size(), sent.size()));
    assertThat(platform.answers().keySet())
        .containsAll(sent.stream().map(UUID::toString).collect(Collectors.toSet()));
  }

  /** Two commands in a log of this partition, which no processor of this class reads. */
  private static LogBuilder twoCommands(int partition, String key) {
    return new LogBuilder(partition)
        .count(id(Duration.ZERO, 1), key, 1)
        .count(id(Duration.ZERO, 2), key, 1);
  }

  private Driver driver(CounterShards shards, int partition) {
    return new Driver(shards, partition, "stepping", platform.handler());
  }

  /** The first slice of the log, whose commit is cut at the point; the client sees an error. */
  private TakeOver.Taken cutAt(Point point, LogBuilder log, int partition) throws Exception {
    try (Driver owner = driver(platform.shards().through(proxy), partition)) {
      TakeOver.Taken taken = owner.takeOver(partition).getFirst();
      proxy.hold(point);
      CompletableFuture<ApplySlices.Applied> commit =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return owner.apply(taken, log.slice(taken.progress(), log.end()));
                } catch (SQLException | OwnershipLostException e) {
                  throw new IllegalStateException(e);
                }
              });
      proxy.awaitHeld();
      proxy.cut();
      assertThatThrownBy(commit::join).hasRootCauseInstanceOf(IOException.class);
      return taken;
    }
  }

  /**
   * The control: who takes a lost answer for "committed" and goes on behind the batch, loses it.
   */
  @Test
  void cutBeforeTheCommit_takenForCommitted_loses() throws Exception {
    int partition = 1;
    LogBuilder log = twoCommands(partition, "believed");
    cutAt(Point.COMMIT, log, partition);
    platform
        .shards()
        .execute(
            partition,
            "UPDATE engine.progress SET next_offset = %d WHERE ledger_partition = %d"
                .formatted(log.end(), partition));
    applyTheRest(log, partition);
    assertThat(total("believed")).isEqualTo(new CounterShards.Total(0, 0));
  }

  /** The control: who takes it for "not committed" and has no memory, counts twice. */
  @Test
  void cutAfterTheCommit_takenForFailed_doubles() throws Exception {
    int partition = 2;
    LogBuilder log = twoCommands(partition, "disbelieved");
    CounterShards.Row before = platform.shards().progress(partition);
    cutAt(Point.COMMITTED, log, partition);
    assertThat(total("disbelieved")).isEqualTo(new CounterShards.Total(2, 2));
    platform
        .shards()
        .execute(
            partition,
            "UPDATE engine.progress SET next_offset = %d WHERE ledger_partition = %d"
                .formatted(before.nextOffset(), partition));
    platform.shards().forgetIds(partition);
    applyTheRest(log, partition);
    assertThat(total("disbelieved")).isEqualTo(new CounterShards.Total(4, 4));
  }

  private void applyTheRest(LogBuilder log, int partition) throws Exception {
    try (Driver next = driver(platform.shards(), partition)) {
      TakeOver.Taken taken = next.takeOver(partition).getFirst();
      next.apply(taken, log.slice(taken.progress(), log.end()));
    }
  }
}
