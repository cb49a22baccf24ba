package onlyonce.cli.lab.twophasecommit;

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a coordinator and a shard and stops each conversation at one point, for good: so
 * the coordinator is killed exactly there, and knows nothing of it. What is held never goes on.
 */
final class HoldingProxy implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Point point;
  private final InetSocketAddress server;
  private final String database;
  private final ServerSocket listener;
  private final Set<HeldConversation> conversations = ConcurrentHashMap.newKeySet();
  private final Semaphore held = new Semaphore(0);

  /** Where conversations are held. */
  enum Point {
    /** The shard has prepared, and the coordinator does not hear of it. */
    PREPARED,
    /** The coordinator has decided, and the shard does not hear of it. */
    COMMIT_PREPARED
  }

  private HoldingProxy(Point point, URI shard, ServerSocket listener) {
    this.point = point;
    this.server = new InetSocketAddress(shard.getHost(), shard.getPort());
    this.database = shard.getPath();
    this.listener = listener;
  }

  /** A proxy before the server of this database. */
  static HoldingProxy before(String jdbcUrl, Point point) throws IOException {
    HoldingProxy proxy =
        new HoldingProxy(
            point,
            URI.create(jdbcUrl.substring("jdbc:".length())),
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("holding-proxy").start(proxy::accept);
    return proxy;
  }

  /** The database as it is reached through here. Nothing is encrypted, so messages can be read. */
  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&gssEncMode=disable"
        .formatted(listener.getLocalPort(), database);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket();
        try {
          upstream.connect(server, (int) CONNECT.toMillis());
        } catch (IOException e) {
          client.close();
          continue;
        }
        conversations.add(new HeldConversation(client, upstream, point, held::release).start());
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Waits until so many conversations are held; false when they are not in time. */
  boolean awaitHeld(int count, Duration patience) throws InterruptedException {
    return held.tryAcquire(count, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    conversations.forEach(HeldConversation::close);
  }
}
