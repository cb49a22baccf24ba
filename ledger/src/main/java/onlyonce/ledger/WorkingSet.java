package onlyonce.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The ledger partitions that a batch touches, in the order of their numbers. */
final class WorkingSet {
  private final SortedMap<Integer, PartitionState> partitions = new TreeMap<>();

  /** What is known of a ledger partition; nothing at first. */
  PartitionState partition(int number) {
    return partitions.computeIfAbsent(number, _ -> new PartitionState());
  }

  /** The accounts that the batch changed or brought about, each once. */
  Changes<Account> accounts() {
    return changes(PartitionState::changedAccounts);
  }

  /** The holds that the batch changed or brought about, each once. */
  Changes<HoldRow> holds() {
    return changes(PartitionState::changedHolds);
  }

  /** Leaves the accounts, changed and unchanged, for the next batch. */
  void remember(AccountCache cache) {
    partitions.forEach((number, state) -> state.rememberAccounts(number, cache));
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
