package onlyonce.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import onlyonce.localcluster.process.LocalClusterException;

/** Does several things at once; the first failure interrupts the others and is thrown. */
final class InParallel {
  private InParallel() {}

  static <T> List<T> all(List<Callable<T>> tasks) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<T> ends = new ExecutorCompletionService<>(threads);
      List<Future<T>> futures = new ArrayList<>();
      tasks.forEach(task -> futures.add(ends.submit(task)));
      try {
        for (int i = 0; i < futures.size(); i++) {
          var _ = ends.take().get();
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
          results.add(future.resultNow());
        }
        return results;
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof LocalClusterException ours
            ? ours
            : new LocalClusterException(String.valueOf(e.getCause()), e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new LocalClusterException("interrupted", e);
      }
    }
  }
}
