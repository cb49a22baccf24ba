package onlyonce.saga;

import onlyonce.messages.TransferResult;

/** A saga that has ended, remembered so that a late duplicate of its start ends nothing twice. */
public sealed interface Ended extends SagaState.Remembered
    permits Completed, Rejected, Compensated, Expired {

  /** The end as it is told; the same state always gives the same result. */
  TransferResult result();
}
