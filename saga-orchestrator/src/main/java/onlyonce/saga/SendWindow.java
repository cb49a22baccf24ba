package onlyonce.saga;

import java.time.Duration;
import java.util.UUID;
import onlyonce.messages.CommandIds;

/**
 * How old a transfer may be when its first Hold, Credit or Post is sent: half the dedup window. The
 * other half is left for the log's delay, so that a step is hardly ever met below the floor.
 *
 * @param dedupWindow how long the ledger partitions remember ids
 */
record SendWindow(Duration dedupWindow) {
  SendWindow {
    if (dedupWindow.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "the dedup window must be at least 1 s but is " + dedupWindow);
    }
  }

  boolean hasPassed(UUID id, long nowMillis) {
    return nowMillis - CommandIds.timeMillis(id) > dedupWindow.toMillis() / 2;
  }
}
