package onlyonce.chaos.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.messages.ShardMap;

/** The shards' rows of single ids, as one snapshot of each shows them. */
public final class LookUpRows implements AutoCloseable {
  private final List<ShardSnapshot> shards;
  private final ShardMap map;

  private LookUpRows(List<ShardSnapshot> shards, ShardMap map) {
    this.shards = shards;
    this.map = map;
  }

  /**
   * @throws ReconciliationException when a shard does not answer
   */
  public static LookUpRows open(List<ShardAddress> addresses, ShardMap map) {
    List<ShardSnapshot> shards = new ArrayList<>();
    try {
      addresses.forEach(address -> shards.add(ShardSnapshot.open(address)));
      return new LookUpRows(shards, map);
    } catch (ReconciliationException e) {
      shards.forEach(ShardSnapshot::close);
      throw e;
    }
  }

  /**
   * A ledger partition's rows.
   *
   * @param ids of commands or of their transfer; accounts are not narrowed down
   */
  public PartitionRows rows(int ledgerPartition, Set<UUID> ids) {
    return new LiveRows(
        ledgerPartition, shards, map.place(ledgerPartition).shard(), Optional.of(ids));
  }

  @Override
  public void close() {
    shards.forEach(ShardSnapshot::close);
  }
}
