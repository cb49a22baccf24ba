package onlyonce.producer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A source whose lines arrive when somebody writes them. A thread of its own waits for them, so
 * that a run goes on with its answers meanwhile, and can be stopped while nothing comes.
 */
final class StreamedSource implements Source {
  private static final int MAX_AHEAD = 4_096;

  private final Source source;
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(MAX_AHEAD);
  private final Thread reader;
  private boolean ended;

  private StreamedSource(Source source) {
    this.source = source;
    this.reader = Thread.ofPlatform().daemon().name("read-" + source.name()).unstarted(this::read);
  }

  /** Begins to read. */
  static StreamedSource of(Source source) {
    StreamedSource streamed = new StreamedSource(source);
    streamed.reader.start();
    return streamed;
  }

  /** What the reading thread met. */
  private sealed interface Arrival {
    record Arrived(Line line) implements Arrival {}

    record End() implements Arrival {}

    record Failed(Exception cause) implements Arrival {}
  }

  private void read() {
    try {
      for (Line line = source.next(); line != null; line = source.next()) {
        arrivals.put(new Arrival.Arrived(line));
      }
      arrivals.put(new Arrival.End());
    } catch (IOException | RuntimeException e) {
      fail(e);
    } catch (InterruptedException e) {
      // Closed: nobody wants more lines.
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Exception e) {
    try {
      arrivals.put(new Arrival.Failed(e));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String journalName() {
    return source.journalName();
  }

  @Override
  public boolean namedByContent() {
    return false;
  }

  @Override
  public OptionalLong expectedLines() {
    return source.expectedLines();
  }

  @Override
  public boolean ready() {
    return ended || !arrivals.isEmpty();
  }

  @Override
  public @Nullable Line next() throws IOException {
    if (ended) {
      return null;
    }
    Arrival arrival;
    try {
      arrival = arrivals.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + name());
    }
    return switch (arrival) {
      case Arrival.Arrived arrived -> arrived.line();
      case Arrival.End end -> {
        ended = true;
        yield null;
      }
      case Arrival.Failed failed -> throw new IOException("cannot read " + name(), failed.cause());
    };
  }

  /** The stream stays open: it belongs to whoever gave it, and closing it might wait for a read. */
  @Override
  public void close() {
    reader.interrupt();
  }
}
