package onlyonce.saga;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a stream thread dies. Broken brokers pass, so the thread is replaced; its
 * transaction was never committed, and its records are read again. A corrupt state, or threads that
 * keep dying, do not pass: the instance fails, visibly, and another takes over.
 */
final class ReplaceThread implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ReplaceThread.class);
  private static final int MOST_IN_PERIOD = 20;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MAX_CAUSES = 20;

  private final InstantSource clock;
  private final ArrayDeque<Instant> deaths = new ArrayDeque<>();

  ReplaceThread(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
    Instant now = clock.instant();
    deaths.addLast(now);
    while (deaths.getFirst().isBefore(now.minus(PERIOD))) {
      deaths.removeFirst();
    }
    if (isCorruption(exception)) {
      LOG.error("the orchestrator stops: its state is corrupt", exception);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (deaths.size() > MOST_IN_PERIOD) {
      LOG.error(
          "the orchestrator stops: {} of its threads died within {}",
          deaths.size(),
          PERIOD,
          exception);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.warn("a stream thread died and is replaced", exception);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static boolean isCorruption(Throwable exception) {
    Throwable cause = exception;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof CorruptSagaException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
