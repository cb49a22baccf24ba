package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.messages.TransferResult;

/** What the databases and topics show of one transfer, counted as it happens. */
final class TransferFacts {
  int holds;
  int credits;
  int settles;
  int releases;
  int tombstones;
  int posts;
  int deadLetters;
  private final List<TransferResult> ends = new ArrayList<>(1);

  /** Takes a result, and tells whether it contradicts the first. */
  boolean contradicts(TransferResult result) {
    if (ends.isEmpty()) {
      ends.add(result);
    }
    return !ends.getFirst().equals(result);
  }

  Optional<TransferResult> end() {
    return ends.stream().findFirst();
  }

  boolean movedMoney() {
    return credits + settles + posts > 0;
  }

  /** Whether the money is where it was wanted, once. */
  boolean movedWholly() {
    return (posts == 1 && holds + credits + settles == 0)
        || (posts == 0 && holds == 1 && credits == 1 && settles == 1 && releases == 0);
  }
}
