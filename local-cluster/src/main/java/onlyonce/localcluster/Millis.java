package onlyonce.localcluster;

import java.time.Duration;

/** How long something took, on the monotonic clock. */
final class Millis {
  private Millis() {}

  static long since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
  }
}
