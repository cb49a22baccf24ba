package onlyonce.chaos.fault;

/** One kind of fault, aimed by role at the moment of injection. */
public interface Fault {
  /** Such as {@code kill}. */
  String kind();

  /** What it breaks, such as {@code processor}: faults of one lane never overlap. */
  String lane();

  /** The node, or the role it looks for until it is injected. */
  String aim();

  /**
   * Does the harm.
   *
   * @throws FaultMissedException when there is nothing that it could hit
   * @throws onlyonce.localcluster.process.LocalClusterException when the node is in no state for it
   */
  Wound inject() throws FaultMissedException;
}
