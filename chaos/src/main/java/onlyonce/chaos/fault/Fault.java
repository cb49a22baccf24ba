package onlyonce.chaos.fault;

import java.time.Duration;

/** One kind of fault, aimed by role at the moment of injection. */
public interface Fault {
  /** Such as {@code kill}. */
  String kind();

  /** What it breaks, such as {@code processor}: faults of one lane never overlap. */
  String lane();

  /** The node, or the role it looks for until it is injected. */
  String aim();

  /** So long the wound stays at least, also when its effect is seen at once. */
  default Duration lasting() {
    return Duration.ZERO;
  }

  /**
   * Does the harm.
   *
   * @throws FaultMissedException when there is nothing that it could hit
   * @throws onlyonce.localcluster.process.LocalClusterException when the node is in no state for it
   */
  Wound inject() throws FaultMissedException;
}
