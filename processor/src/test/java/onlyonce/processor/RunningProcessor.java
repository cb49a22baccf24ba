package onlyonce.processor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import onlyonce.messages.ShardMap;
import org.jspecify.annotations.Nullable;

/** A processor on a thread of its own. */
final class RunningProcessor implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Processor<Count> processor;
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  RunningProcessor(ProcessorSettings settings, ShardMap map, Handler<Count> handler) {
    this(settings, map, handler, ProcessorListener.NONE);
  }

  RunningProcessor(
      ProcessorSettings settings,
      ShardMap map,
      Handler<Count> handler,
      ProcessorListener listener) {
    this.processor = new Processor<>(settings, map, handler, listener);
    this.thread = Thread.ofPlatform().name(settings.instance()).unstarted(processor::run);
    thread.setUncaughtExceptionHandler((where, error) -> failure.set(error));
    thread.start();
  }

  Processor<Count> processor() {
    return processor;
  }

  /** Stops it, and fails if it failed or does not stop. */
  @Override
  public void close() {
    processor.close();
    try {
      if (!thread.join(STOP)) {
        throw new AssertionError(thread.getName() + " did not stop within " + STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Throwable error = failure.get();
    if (error != null) {
      throw new AssertionError(thread.getName() + " failed", error);
    }
  }
}
