package onlyonce.saga;

/** How an orchestrator instance is doing. */
public enum OrchestratorState {
  /** It joins the group, takes work over or gives some up, and restores state. */
  REBALANCING,
  /** It drives the sagas of the partitions it was given, if any. */
  RUNNING,
  /** It was asked to close. */
  STOPPING,
  /** It is closed. */
  STOPPED,
  /** It gave up; the log tells why. Others take its work over. */
  FAILED
}
