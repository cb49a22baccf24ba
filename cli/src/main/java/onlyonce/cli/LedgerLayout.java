package onlyonce.cli;

import java.util.Optional;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Placement;

/**
 * How accounts shall map to ledger partitions, and these to shards. What nobody names stays as it
 * is, or is the default on a new platform.
 */
record LedgerLayout(Optional<Partitioning> partitioning, Optional<Placement> placement) {
  private static final int LEDGER_PARTITIONS = 6;

  static final LedgerLayout AS_IT_IS = new LedgerLayout(Optional.empty(), Optional.empty());

  static LedgerLayout of(Partitioning partitioning, Placement placement) {
    return new LedgerLayout(Optional.of(partitioning), Optional.of(placement));
  }

  Partitioning partitioningOfANewPlatform() {
    return partitioning.orElseGet(() -> Partitioning.hash(LEDGER_PARTITIONS));
  }

  Placement placementOfANewPlatform() {
    return placement.orElse(Placement.DEFAULT);
  }
}
