package onlyonce.processor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.function.BooleanSupplier;

/** One client's conversation with its server, passed on message by message. */
final class ProxiedSession {
  /** PostgreSQL's NoticeResponse. */
  private static final byte WARNING = 'N';

  private static final String COMMITTED = "COMMIT\0";

  private final Socket client;
  private final Socket server;
  private final Points points;
  private final BooleanSupplier deaf;
  private final CommitSpotter spotter = new CommitSpotter();

  /** Called before a message is passed on; returns when it may be. */
  interface Points {
    void meet(ProxiedSession session, PostgresProxy.Point point) throws InterruptedException;
  }

  /** One direction of the conversation. */
  private interface Passing {
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param deaf whether the server's warnings are kept from the client
   */
  ProxiedSession(Socket client, Socket server, Points points, BooleanSupplier deaf) {
    this.deaf = deaf;
    this.client = client;
    this.server = server;
    this.points = points;
  }

  ProxiedSession start() throws IOException {
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
      boolean commits = spotter.commits(type, body);
      points.meet(this, PostgresProxy.Point.REQUEST);
      if (commits) {
        out.flush();
        points.meet(this, PostgresProxy.Point.COMMIT);
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
      if (type == WARNING && deaf.getAsBoolean()) {
        continue;
      }
      if (type == 'C' && new String(body, US_ASCII).equals(COMMITTED)) {
        out.flush();
        points.meet(this, PostgresProxy.Point.COMMITTED);
      }
      out.writeByte(type);
      pass(out, body);
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  /** A message after its type: a length that counts itself, and the rest. */
  private static byte[] body(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt() - Integer.BYTES);
  }

  private static void pass(DataOutputStream out, byte[] body) throws IOException {
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  boolean isOpen() {
    return !client.isClosed();
  }

  /** Cuts both sides at once. */
  void close() {
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
