package onlyonce.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import onlyonce.localcluster.Shard;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Stands between processors and their PostgreSQL server, and stops the conversation at a point:
 * what is held there has not arrived, and whoever waits for it does not know what became of it.
 * Then the test does its mischief, and lets the message pass, or cuts the connection.
 */
final class PostgresProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Where a conversation can be held. */
  enum Point {
    /** Whatever the client says next; the server hears nothing of a transaction. */
    REQUEST,
    /** All is written, and the client's COMMIT does not reach the server. */
    COMMIT,
    /** It is committed, and the client does not hear of it. */
    COMMITTED
  }

  private final Shard shard;
  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<ProxiedSession> sessions = ConcurrentHashMap.newKeySet();
  private final Set<ProxiedSession> held = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Point holding;
  private volatile boolean deaf;

  private PostgresProxy(Shard shard, ServerSocket listener) {
    this.shard = shard;
    URI uri = uri(shard);
    this.server = new InetSocketAddress(uri.getHost(), uri.getPort());
    this.listener = listener;
  }

  /** A proxy before the shard's server; everything passes. */
  static PostgresProxy before(Shard shard) throws IOException {
    PostgresProxy proxy =
        new PostgresProxy(shard, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("proxy").start(proxy::accept);
    return proxy;
  }

  private static URI uri(Shard shard) {
    return URI.create(shard.jdbcUrl().substring("jdbc:".length()));
  }

  /** The shard as it is reached through here. */
  Shard shard() {
    String url =
        "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&gssEncMode=disable"
            .formatted(listener.getLocalPort(), uri(shard).getPath());
    return new Shard(shard.name(), url, shard.user(), shard.role());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket();
        try {
          upstream.connect(server, (int) PATIENCE.toMillis());
        } catch (IOException e) {
          client.close(); // The server is down: so is this way to it.
          continue;
        }
        sessions.add(new ProxiedSession(client, upstream, this::meet, () -> deaf).start());
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** From now on every conversation stops at this point; what another point held goes on. */
  void hold(Point point) {
    decide(point);
  }

  /** Waits until a conversation has come to the point. */
  void awaitHeld() {
    Awaitility.await("a conversation held")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !held.isEmpty());
  }

  /** Lets everything pass, late. */
  void release() {
    decide(null);
  }

  /** For controls: clients hear no warnings any more. */
  void keepWarningsBack() {
    deaf = true;
  }

  /** Cuts the held connections: what was held never arrives. */
  void cut() {
    if (held.isEmpty()) {
      throw new IllegalStateException("nothing is held: this cut would prove nothing");
    }
    held.forEach(ProxiedSession::close);
    decide(null);
  }

  private void decide(@Nullable Point point) {
    lock.lock();
    try {
      holding = point;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits here for as long as the point is held. */
  private void meet(ProxiedSession session, Point point) throws InterruptedException {
    lock.lock();
    try {
      while (holding == point && session.isOpen()) {
        held.add(session);
        changed.await();
      }
    } finally {
      held.remove(session);
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sessions.forEach(ProxiedSession::close);
    decide(null);
  }
}
