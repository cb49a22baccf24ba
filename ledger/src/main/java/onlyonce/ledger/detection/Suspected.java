package onlyonce.ledger.detection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a watch began to suspect a server.
 *
 * @param at when
 * @param lastHeartbeat null when there was none yet
 */
public record Suspected(
    String server, Instant at, @Nullable Instant lastHeartbeat, Suspicion suspicion) {
  @Override
  public String toString() {
    return "%s is suspected at %s: %s".formatted(server, at, suspicion.because());
  }
}
