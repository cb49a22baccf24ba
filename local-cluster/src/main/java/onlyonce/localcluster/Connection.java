package onlyonce.localcluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A Unix socket's connection, on which records go as lines of JSON. */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader in;
  private final Writer out;

  Connection(SocketChannel channel) {
    this.channel = channel;
    this.in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    this.out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  static Connection to(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Connection(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  synchronized void send(Object message) throws IOException {
    try {
      out.write(Json.LINE.writeValueAsString(message));
    } catch (JacksonException e) {
      throw new IOException("cannot be written as JSON: " + message, e);
    }
    out.write('\n');
    out.flush();
  }

  /** The next message; null at the end of the stream. */
  <T> @Nullable T receive(Class<T> type) throws IOException {
    String line = in.readLine();
    if (line == null) {
      return null;
    }
    try {
      return Json.LINE.readValue(line, type);
    } catch (JacksonException e) {
      throw new IOException("not understood: " + e.getOriginalMessage() + " in " + line, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
