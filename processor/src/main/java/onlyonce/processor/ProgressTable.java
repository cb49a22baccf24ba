package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code engine.progress}: the offset lives with the data, and the owner's token beside it. Kafka
 * cannot fence PostgreSQL; this row does.
 */
final class ProgressTable {
  private ProgressTable() {}

  /**
   * Takes a partition over. Nobody else commits for it once this is committed.
   *
   * @param knownEpoch the shard map's epoch for the partition; a row with a later one is not ours
   * @return empty when the partition has no row here, is frozen, or has moved on to a later epoch
   */
  static Optional<Progress> takeOver(
      Connection connection, int partition, UUID owner, String session, long knownEpoch)
      throws SQLException {
    String sql =
        """
        UPDATE engine.progress SET owner = ?, owner_session = ?
        WHERE ledger_partition = ? AND NOT frozen AND map_epoch <= ?
        RETURNING next_offset, published_offset, log_time_ms, floor_ms, window_ms, rules_version
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, owner);
      statement.setString(2, session);
      statement.setInt(3, partition);
      statement.setLong(4, knownEpoch);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        LogClock clock =
            new LogClock(row.getLong(3), row.getLong(4), row.getLong(5), row.getInt(6));
        return Optional.of(new Progress(partition, row.getLong(1), row.getLong(2), clock));
      }
    }
  }

  /**
   * Moves partitions on, in partition order so that no two transactions wait in a circle.
   *
   * @throws OwnershipLostException when a row is not where and whose it was
   */
  static void advance(Connection connection, List<? extends Owned<?>> batch)
      throws SQLException, OwnershipLostException {
    String sql =
        """
        UPDATE engine.progress
        SET next_offset = ?, published_offset = greatest(published_offset, ?), log_time_ms = ?,
            floor_ms = ?, window_ms = ?, rules_version = ?
        WHERE ledger_partition = ? AND next_offset = ? AND owner = ? AND NOT frozen
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Owned<?> owned : batch) {
        Progress from = owned.reading().from();
        Progress to = owned.reading().to();
        LogClock clock = to.clock();
        statement.setLong(1, to.nextOffset());
        statement.setLong(2, owned.published().value());
        statement.setLong(3, clock.logTimeMillis());
        statement.setLong(4, clock.floorMillis());
        statement.setLong(5, clock.windowMillis());
        statement.setInt(6, clock.rulesVersion());
        statement.setInt(7, from.partition());
        statement.setLong(8, from.nextOffset());
        statement.setObject(9, owned.by().owner());
        statement.addBatch();
      }
      int[] updated = statement.executeBatch();
      for (int i = 0; i < updated.length; i++) {
        if (updated[i] != 1) {
          Progress from = batch.get(i).reading().from();
          throw new OwnershipLostException(from.partition(), from.nextOffset());
        }
      }
    }
  }
}
