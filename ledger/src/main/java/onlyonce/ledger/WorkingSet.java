package onlyonce.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The ledger partitions that a batch touches, in the order of their numbers. */
final class WorkingSet {
  private final SortedMap<Integer, PartitionState> partitions = new TreeMap<>();
  private final IntFunction<PartitionState> known;

  /**
   * @param known what earlier batches left of a ledger partition, or an empty state
   */
  WorkingSet(IntFunction<PartitionState> known) {
    this.known = known;
  }

  /** What is known of a ledger partition. */
  PartitionState partition(int number) {
    return partitions.computeIfAbsent(number, known::apply);
  }

  Set<Integer> numbers() {
    return partitions.keySet();
  }

  /** The accounts that the batch changed or brought about, each once. */
  Changes<Account> accounts() {
    return changes(PartitionState::changedAccounts);
  }

  /** The holds that the batch changed or brought about, each once. */
  Changes<HoldRow> holds() {
    return changes(PartitionState::changedHolds);
  }

  /**
   * All changes are written.
   *
   * @param kept so many accounts of each ledger partition stay for the next batch
   */
  void written(int kept) {
    partitions.values().forEach(state -> state.written(kept));
  }

  private <V> Changes<V> changes(Function<PartitionState, List<PartitionState.Row<V>>> of) {
    Changes<V> changes = new Changes<>(new ArrayList<>(), new ArrayList<>());
    partitions.forEach(
        (number, state) -> {
          for (PartitionState.Row<V> row : of.apply(state)) {
            (row.isNew() ? changes.inserts : changes.updates)
                .add(new Change<>(number, row.before(), row.value(), row.version()));
          }
        });
    return changes;
  }

  /**
   * What to write of one table.
   *
   * @param inserts rows that no one has written before
   * @param updates rows that were loaded
   */
  record Changes<V>(List<Change<V>> inserts, List<Change<V>> updates) {}

  /**
   * A row's new value.
   *
   * @param before the value that was loaded; of a new row the value that it began with
   * @param version the offset + 1 of the command that changed it last
   */
  record Change<V>(int partition, V before, V value, long version) {}
}
