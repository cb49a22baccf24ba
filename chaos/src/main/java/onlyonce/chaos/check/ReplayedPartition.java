package onlyonce.chaos.check;

import java.util.List;
import java.util.Optional;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.model.LedgerModel;

/**
 * A ledger partition whose log the model replayed as far as it is processed.
 *
 * @param homes the shards where the partition is active
 * @param nextOffset every record below it is processed
 * @param waiting how many committed records are not processed
 */
public record ReplayedPartition(
    LedgerModel model,
    Optional<ProgressRow> progress,
    List<String> homes,
    LogRange range,
    long nextOffset,
    long waiting) {

  public ReplayedPartition {
    homes = List.copyOf(homes);
  }

  /** The ledger partition. */
  public int partition() {
    return model.partition();
  }

  /** The name for people. */
  public String title() {
    return "ledger partition " + model.partition();
  }
}
