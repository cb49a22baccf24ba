package onlyonce.ledger.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlyonce.messages.AccountId;

/** Asks several replicas at once, each for as long as there is patience. */
final class AskReplicas implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration patience;

  AskReplicas(Duration patience) {
    this.patience = patience;
  }

  /** What those said that answered in time. */
  List<Sight> ask(Collection<ReplicaSession> replicas, int partition, AccountId account)
      throws InterruptedException {
    List<Callable<Optional<Sight>>> questions = new ArrayList<>();
    replicas.forEach(replica -> questions.add(() -> replica.look(partition, account)));
    List<Sight> sights = new ArrayList<>();
    for (Future<Optional<Sight>> answer :
        threads.invokeAll(questions, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      if (answer.isCancelled()) {
        continue; // too late; its thread was interrupted, which cuts its connection
      }
      try {
        answer.get().ifPresent(sights::add);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a replica could not be asked", e.getCause());
      }
    }
    return sights;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
