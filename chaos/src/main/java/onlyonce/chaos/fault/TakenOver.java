package onlyonce.chaos.fault;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.Shard;

/** Looks for a shard's new primary, and for the first commands that are applied there. */
final class TakenOver {
  private final ReplicatedShard shard;
  private final ReplicatedShard.Place before;
  private final long start;
  private long offsetsAtFirst = -1;

  /**
   * @param start when the old primary was struck
   */
  TakenOver(ReplicatedShard shard, ReplicatedShard.Place before, long start) {
    this.shard = shard;
    this.before = before;
    this.start = start;
  }

  Optional<String> look() {
    ReplicatedShard.Place now = shard.place();
    if (now.jdbcUrl().equals(before.jdbcUrl())) {
      return Optional.empty();
    }
    Shard primary = shard.server(now.jdbcUrl());
    try {
      long offsets = ShardView.offsets(primary, now.partitions());
      if (offsetsAtFirst < 0) {
        offsetsAtFirst = ShardView.offsetsAtFork(primary, now.partitions());
      }
      return offsets > offsetsAtFirst
          ? Optional.of(
              "%s is the primary at epoch %d, and transfers flowed again after %,d ms"
                  .formatted(
                      primary.name(),
                      now.epoch(),
                      TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)))
          : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }
}
