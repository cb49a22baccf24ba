package onlyonce.localcluster;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;
import org.jspecify.annotations.Nullable;

/**
 * Hosts a cluster for other processes. It listens on a Unix socket in the home before it starts the
 * first node, so whoever started it hears how the start goes, and why it failed.
 *
 * <p>It ends by {@code down}, by SIGTERM or by any other death; the nodes end with it, as {@link
 * LocalCluster} says.
 */
public final class Supervisor {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ClusterSpec spec;
  private final ClusterHome home;
  private final StartProgress progress;
  private final Thread main = Thread.currentThread();

  /** The nodes are up: every request can be served. */
  private final CompletableFuture<LocalCluster> nodesUp = new CompletableFuture<>();

  /** All is up, with what the supervisor's owner starts besides. */
  private final CompletableFuture<LocalCluster> allUp = new CompletableFuture<>();

  private final CountDownLatch down = new CountDownLatch(1);
  private final AtomicInteger conversations = new AtomicInteger();

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
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(home.socket()));
      Thread.ofPlatform().daemon().name("supervisor-accept").start(() -> accept(server));
      try (LocalCluster cluster = LocalCluster.start(spec, lock, home.socket(), progress)) {
        nodesUp.complete(cluster);
        whenUp.accept(cluster);
        allUp.complete(cluster);
        down.await();
      }
    } catch (IOException e) {
      throw new LocalClusterException("cannot listen on " + home.socket(), e);
    } catch (InterruptedException e) {
      // asked to end: the cluster is closed
    } catch (RuntimeException e) {
      nodesUp.completeExceptionally(e);
      allUp.completeExceptionally(e);
      throw e;
    } finally {
      var _ = Thread.interrupted();
      var _ = Deadline.after(LAST_WORDS).await(() -> conversations.get() == 0);
    }
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        Connection connection = new Connection(server.accept());
        conversations.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(connection));
      } catch (IOException e) {
        return; // closed: the supervisor ends
      }
    }
  }

  private void converse(Connection connection) {
    try (connection) {
      Wire.Request request = connection.receive(Wire.Request.class);
      if (request != null) { // else somebody only looked whether we are here
        connection.send(answered(request, connection));
        if (request instanceof Wire.Down) {
          down.countDown();
        }
      }
    } catch (IOException e) {
      progress.progress("a client went away: " + e.getMessage());
    } finally {
      conversations.decrementAndGet();
    }
  }

  private Wire.Reply answered(Wire.Request request, Connection connection) {
    ProgressListener client = line -> tell(connection, line);
    try {
      return switch (request) {
        case Wire.AwaitReady _ -> awaitReady(client);
        case Wire.Down _ -> endAll(client);
        case Wire.Status _ -> new Wire.StatusIs(cluster().status());
        case Wire.Kill kill -> new Wire.Effect(cluster().kill(kill.node()));
        case Wire.Pause pause -> new Wire.Effect(cluster().pause(pause.node()));
        case Wire.Resume resume -> new Wire.Effect(cluster().resume(resume.node()));
        case Wire.Stop stop -> new Wire.Effect(cluster().stop(stop.node()));
        case Wire.Restart restart -> new Wire.Restarted(cluster().restart(restart.nodes()));
        case Wire.StartRole start -> new Wire.Effect(cluster().startRole(start.role()));
        case Wire.Promote promote -> new Wire.Effect(cluster().promote(promote.standby()));
        case Wire.Follow follow ->
            new Wire.Effect(cluster().follow(follow.standby(), follow.primary()));
        case Wire.Rejoin rejoin ->
            new Wire.Effect(cluster().rejoin(rejoin.node(), rejoin.primary()));
        case Wire.AddShard add -> new Wire.Created(cluster().addShard(add.shard()));
        case Wire.CreateDatabase create ->
            new Wire.Created(cluster().createDatabase(create.shard(), create.database()));
        case Wire.DropDatabase drop -> {
          cluster().dropDatabase(drop.shard(), drop.database());
          yield new Wire.Done();
        }
      };
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() instanceof LocalClusterException inner ? inner : e;
      String message = cause instanceof LocalClusterException ? cause.getMessage() : null;
      return new Wire.Failed(message == null ? cause.toString() : message);
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
