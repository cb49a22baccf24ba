package onlyonce.localcluster;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hosts a cluster for other processes. It listens on a Unix socket in the home before it starts the
 * first node, so whoever started it hears how the start goes, and why it failed.
 *
 * <p>It ends by {@code down}, by SIGTERM or by any other death; the nodes end with it, as {@link
 * LocalCluster} says.
 */
public final class Supervisor {
  private final ClusterSpec spec;
  private final ClusterHome home;
  private final StartProgress progress;
  private final Thread main = Thread.currentThread();

  /** The nodes are up: every request can be served. */
  private final CompletableFuture<LocalCluster> nodesUp = new CompletableFuture<>();

  /** All is up, with what the supervisor's owner starts besides. */
  private final CompletableFuture<LocalCluster> allUp = new CompletableFuture<>();

  private final CountDownLatch down = new CountDownLatch(1);

  private Supervisor(ClusterSpec spec, StartProgress progress) {
    this.spec = spec;
    this.home = new ClusterHome(spec.home());
    this.progress = progress;
  }

  /**
   * Starts the cluster and serves it; returns after {@code down}.
   *
   * @param whenUp starts what belongs to the cluster besides, such as roles; its failure ends all
   */
  public static void serve(ClusterSpec spec, Consumer<Cluster> whenUp, ProgressListener progress) {
    ClusterHome home = new ClusterHome(spec.home());
    StartProgress told = new StartProgress(progress);
    try (HomeLock lock = HomeLock.acquire(home)) {
      Leftovers.clean(home, told);
      new Supervisor(spec, told).run(lock, whenUp);
    }
  }

  /**
   * {@link #serve} in the process that {@link DetachedSupervisor} started: until the starter has
   * said that it takes over, its death (the end of our standard input) ends this process.
   */
  public static void serveDetached(
      ClusterSpec spec, Consumer<Cluster> whenUp, ProgressListener progress) {
    Thread.ofPlatform().daemon().name("starter-watch").start(DetachedSupervisor::endWithStarter);
    serve(spec, whenUp, progress);
  }

  private void run(HomeLock lock, Consumer<Cluster> whenUp) {
    try (Conversations _ =
        Conversations.at(home.socket(), this::answered, this::endAfterDown, progress)) {
      // Whoever waits for the start hears of its failure before the conversations end.
      runCluster(lock, whenUp);
    }
  }

  private void runCluster(HomeLock lock, Consumer<Cluster> whenUp) {
    try (LocalCluster cluster = LocalCluster.start(spec, lock, home.socket(), progress)) {
      nodesUp.complete(cluster);
      whenUp.accept(cluster);
      allUp.complete(cluster);
      down.await();
    } catch (InterruptedException e) {
      // asked to end: the cluster is closed
    } catch (RuntimeException e) {
      nodesUp.completeExceptionally(e);
      allUp.completeExceptionally(e);
      throw e;
    } finally {
      var _ = Thread.interrupted();
    }
  }

  private void endAfterDown(Wire.Request request) {
    if (request instanceof Wire.Down) {
      down.countDown();
    }
  }

  private Wire.Reply answered(Wire.Request request, Connection connection) {
    ProgressListener client = line -> tell(connection, line);
    try {
      return switch (request) {
        case Wire.AwaitReady _ -> awaitReady(client);
        case Wire.Down _ -> endAll(client);
        default -> AnswerRequest.by(cluster(), request);
      };
    } catch (RuntimeException e) {
      return AnswerRequest.failed(e);
    }
  }

  private Wire.Reply awaitReady(ProgressListener client) {
    progress.attach(client);
    try {
      var _ = allUp.join();
      return new Wire.Ready(ProcessHandle.current().pid());
    } finally {
      progress.detach(client);
    }
  }

  private Wire.Reply endAll(ProgressListener client) {
    progress.attach(client);
    try {
      if (!allUp.isDone()) {
        main.interrupt(); // the start gives up, and takes along what it has started
      }
      allUp.exceptionally(e -> null).thenAccept(Supervisor::closeIfThere).join();
      return new Wire.Done();
    } finally {
      progress.detach(client);
    }
  }

  private static void closeIfThere(@Nullable LocalCluster cluster) {
    if (cluster != null) {
      cluster.close();
    }
  }

  private LocalCluster cluster() {
    return nodesUp.join();
  }

  private static void tell(Connection connection, String line) {
    try {
      connection.send(new Wire.Progress(line));
    } catch (IOException e) {
      // it doesn't listen any more; what it asked for is done all the same
    }
  }
}
