package onlyonce.saga;

import java.time.Duration;
import java.util.UUID;
import onlyonce.messages.CommandIds;

/**
 * Until when one task's ended sagas may have been forgotten: the ledger partitions' rule, for the
 * orchestrator's own memory. Neither a broker's nor a client's clock alone can move it ahead, and
 * it never falls.
 *
 * @param logTimeMillis the time that the log has reached
 * @param floorMillis ids before this time may have been forgotten
 */
public record TaskFloor(long logTimeMillis, long floorMillis) {
  /** Of a task that has seen nothing. */
  public static final TaskFloor NONE = new TaskFloor(0, 0);

  /**
   * After a start in the log.
   *
   * @param appendMillis when the broker wrote it
   * @param window how long ended sagas are remembered at least
   */
  public TaskFloor after(long appendMillis, UUID transferId, Duration window) {
    long logTime =
        Math.max(logTimeMillis, Math.min(appendMillis, CommandIds.timeMillis(transferId)));
    return logTime == logTimeMillis
        ? this
        : new TaskFloor(logTime, Math.max(floorMillis, logTime - window.toMillis()));
  }
}
