package onlyonce.processor;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * How one shard's commands become effects, and who remembers how far they have come: one strategy
 * for each delivery semantics. Confined to the shard's thread.
 *
 * <pre>
 *                 goes on at                 a crash, or a commit of unknown fate
 *   AtMostOnce    Kafka's committed offset,  the batch in hand is lost
 *                 committed before applying
 *   AtLeastOnce   Kafka's committed offset,  what was applied since the last commit
 *                 committed after applying   is applied again
 *   ExactlyOnce   the progress row, moved    the row tells whether it was applied
 *                 by the same transaction
 * </pre>
 */
sealed interface Delivery<C> permits AtMostOnce, AtLeastOnce, ExactlyOnce {

  /** Begins to own partitions. Those that cannot be had now are left out. */
  List<Lease> takeOver(Collection<Integer> partitions) throws SQLException;

  /**
   * Applies a batch in one transaction, then publishes what it came to.
   *
   * @return what was committed
   * @throws SQLException also when the commit's fate is unknown
   */
  CommittedBatch apply(List<Owned<C>> batch) throws SQLException, OwnershipLostException;

  /** Does for owned partitions what their tables need. */
  default void upkeep(Upkeep due, Collection<Integer> partitions) throws SQLException {}

  /** What was remembered of partitions is void: they are gone, or a transaction failed. */
  void forget(Collection<Integer> partitions);

  /** The same, and nothing that was committed for them is still to be handed to Kafka after it. */
  default void letGo(Collection<Integer> partitions) {
    forget(partitions);
  }

  /** Ends what works beside the shard's thread; what was committed is handed to Kafka first. */
  default void close() {}
}
