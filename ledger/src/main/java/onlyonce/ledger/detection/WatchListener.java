package onlyonce.ledger.detection;

import java.time.Duration;

/**
 * Hears what a watch comes to. Suspicions begin and end on the watch's one thread, one at a time;
 * whoever has much to do does it elsewhere, since nobody is judged meanwhile.
 */
public interface WatchListener {

  /** A server is suspected from now on. */
  void suspected(Suspected suspected);

  /**
   * It answered again, so it had not failed.
   *
   * @param lasted for so long it was suspected
   */
  void withdrawn(Suspected suspected, Duration lasted);

  /**
   * A server answered; on the thread of that server's probe.
   *
   * @param nanos of {@link System#nanoTime}, when the answer was there
   */
  default void heartbeat(String server, long nanos) {}
}
