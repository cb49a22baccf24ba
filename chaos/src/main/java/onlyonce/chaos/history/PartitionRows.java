package onlyonce.chaos.history;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rows of one ledger partition, as one snapshot shows them. Each method reads them again, in no
 * promised order, and keeps none.
 */
public interface PartitionRows {
  /** The names of the shards where the partition is active; one, when all is well. */
  List<String> homes();

  /** Empty when the partition is active nowhere. */
  Optional<ProgressRow> progress();

  void accounts(Consumer<AccountRow> reader);

  void postings(Consumer<PostingRow> reader);

  void holds(Consumer<HoldRow> reader);

  void processed(Consumer<ProcessedRow> reader);

  void refused(Consumer<RefusedRow> reader);
}
