package onlyonce.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import onlyonce.messages.ShardMap;

/** One thread a shard. */
final class ShardThreads {
  private ShardThreads() {}

  /** What a shard's thread does until it is told to stop. */
  interface Work {
    void run(String shard, String jdbcUrl) throws Exception;
  }

  /** Runs the work of every shard and waits for all of it; the first failure is thrown. */
  static void run(ShardMap map, Work work) {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("shard-", 1).factory())) {
      map.jdbcUrls()
          .forEach(
              (shard, jdbcUrl) -> {
                Callable<Void> task =
                    () -> {
                      work.run(shard, jdbcUrl);
                      return null;
                    };
                running.add(threads.submit(task));
              });
      for (Future<?> task : running) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a shard's thread failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
