package onlyonce.localcluster;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/** Requests that come by a Unix socket, each in a conversation of its own. */
final class Conversations implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ServerSocketChannel server;
  private final BiFunction<Wire.Request, Connection, Wire.Reply> answer;
  private final Consumer<Wire.Request> answered;
  private final ProgressListener progress;
  private final AtomicInteger open = new AtomicInteger();

  private Conversations(
      ServerSocketChannel server,
      BiFunction<Wire.Request, Connection, Wire.Reply> answer,
      Consumer<Wire.Request> answered,
      ProgressListener progress) {
    this.server = server;
    this.answer = answer;
    this.answered = answered;
    this.progress = progress;
  }

  /**
   * Listens until it is closed.
   *
   * @param answered told of each request once its answer is sent
   */
  static Conversations at(
      Path socket,
      BiFunction<Wire.Request, Connection, Wire.Reply> answer,
      Consumer<Wire.Request> answered,
      ProgressListener progress) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      Conversations all = new Conversations(server, answer, answered, progress);
      Thread.ofPlatform().daemon().name("supervisor-accept").start(all::accept);
      return all;
    } catch (IOException e) {
      throw new LocalClusterException("cannot listen on " + socket, e);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        Connection connection = new Connection(server.accept());
        open.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void converse(Connection connection) {
    try (connection) {
      Wire.Request request = connection.receive(Wire.Request.class);
      if (request != null) { // else somebody only looked whether we are here
        connection.send(answer.apply(request, connection));
        answered.accept(request);
      }
    } catch (IOException e) {
      progress.progress("a client went away: " + e.getMessage());
    } finally {
      open.decrementAndGet();
    }
  }

  /** Takes no more, and lets those that are open come to their end, within some seconds. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      progress.progress("a socket was not closed: " + e.getMessage());
    }
    var _ = Deadline.after(LAST_WORDS).await(() -> open.get() == 0);
  }
}
