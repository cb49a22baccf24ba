package onlyonce.localcluster;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a node is doing, as the process table shows it at the time of asking. */
public enum NodeState {
  /** Its process runs and is not ready yet. */
  STARTING,
  RUNNING,
  /** Stopped by SIGSTOP, ours or anybody's. */
  PAUSED,
  /** Its process ended, and not because it was asked to: killed or crashed. */
  EXITED,
  /** It was asked to end, and did; or it was never started. */
  STOPPED;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
