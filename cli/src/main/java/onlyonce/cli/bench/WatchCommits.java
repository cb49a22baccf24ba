package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlyonce.messages.ShardMap;

/** Looks at each shard's progress every two milliseconds, and notes when it moved. */
final class WatchCommits implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final String SQL =
      """
      SELECT ledger_partition, next_offset FROM engine.progress
      """;

  private final CountDownLatch told = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running;
  private final Journey journey;
  private final String user;

  WatchCommits(ShardMap map, String user, Journey journey) {
    this.journey = journey;
    this.user = user;
    this.running =
        map.jdbcUrls().values().stream()
            .<Future<?>>map(
                jdbcUrl ->
                    threads.submit(
                        () -> {
                          watch(jdbcUrl);
                          return null;
                        }))
            .toList();
  }

  private void watch(String jdbcUrl) throws SQLException, InterruptedException {
    Map<Integer, Long> known = new HashMap<>();
    try (Connection connection = ShardConnection.of(jdbcUrl, user);
        PreparedStatement select = connection.prepareStatement(SQL)) {
      do {
        try (ResultSet row = select.executeQuery()) {
          long now = System.nanoTime();
          while (row.next()) {
            long next = row.getLong(2);
            if (!Long.valueOf(next).equals(known.put(row.getInt(1), next))) {
              journey.committed(row.getInt(1), next, now);
            }
          }
        }
      } while (!told.await(LOOK.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public void close() {
    told.countDown();
    try {
      for (Future<?> watching : running) {
        watching.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("could not watch the commits", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }
}
