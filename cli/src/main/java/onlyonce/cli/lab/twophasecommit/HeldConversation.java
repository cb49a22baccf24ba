package onlyonce.cli.lab.twophasecommit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/**
 * One conversation with a PostgreSQL server, passed on message by message up to the point.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">message
 *     formats</a>
 */
final class HeldConversation {
  private static final byte QUERY = 'Q';
  private static final byte PARSE = 'P';
  private static final byte COMMAND_COMPLETE = 'C';

  private final Socket client;
  private final Socket server;
  private final HoldingProxy.Point point;
  private final Runnable onHeld;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** One direction of the conversation. */
  private interface Passing {
    void run() throws IOException, InterruptedException;
  }

  HeldConversation(Socket client, Socket server, HoldingProxy.Point point, Runnable onHeld) {
    this.client = client;
    this.server = server;
    this.point = point;
    this.onHeld = onHeld;
  }

  HeldConversation start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Thread.ofVirtual().name("requests").start(() -> untilTheEnd(this::passRequests));
    Thread.ofVirtual().name("answers").start(() -> untilTheEnd(this::passAnswers));
    return this;
  }

  private void untilTheEnd(Passing passing) {
    try {
      passing.run();
    } catch (IOException e) {
      close(); // One side is gone; the other one shall know.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private void passRequests() throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
    // The first message has no type.
    pass(out, body(in));
    out.flush();
    while (true) {
      byte type = in.readByte();
      byte[] body = body(in);
      if (asksToCommit(type, body)) {
        hold();
      }
      out.writeByte(type);
      pass(out, body);
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  private void passAnswers() throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
    while (true) {
      byte type = in.readByte();
      byte[] body = body(in);
      if (saysPrepared(type, body)) {
        hold();
      }
      out.writeByte(type);
      pass(out, body);
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  private boolean asksToCommit(byte type, byte[] body) {
    return point == HoldingProxy.Point.COMMIT_PREPARED
        && (type == QUERY || type == PARSE)
        && new String(body, UTF_8).contains("COMMIT PREPARED");
  }

  private boolean saysPrepared(byte type, byte[] body) {
    return point == HoldingProxy.Point.PREPARED
        && type == COMMAND_COMPLETE
        && new String(body, UTF_8).equals("PREPARE TRANSACTION\0");
  }

  /** Nothing follows in this direction, ever. */
  private void hold() throws InterruptedException, IOException {
    onHeld.run();
    closed.await();
    throw new IOException("held to the end");
  }

  /** A message after its type: a length that counts itself, and the rest. */
  private static byte[] body(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt() - Integer.BYTES);
  }

  private static void pass(DataOutputStream out, byte[] body) throws IOException {
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  /** Cuts both sides. */
  void close() {
    closed.countDown();
    closeQuietly(client);
    closeQuietly(server);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that does not close", e);
    }
  }
}
