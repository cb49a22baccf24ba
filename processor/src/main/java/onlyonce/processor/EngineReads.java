package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Small reads of what the engine keeps on one shard, for those who look on. */
public final class EngineReads {
  private EngineReads() {}

  /**
   * How far a ledger partition has come.
   *
   * @param nextOffset the first record of its log that was not applied
   * @param publishedOffset outcomes below it were acknowledged by Kafka
   * @param frozen whether it may not be owned here
   * @param mapEpoch of the shard map that gave it this place
   * @param processed rows: ids that were judged and are not forgotten yet
   */
  public record PartitionProgress(
      int partition,
      long nextOffset,
      long publishedOffset,
      boolean frozen,
      long mapEpoch,
      long processed) {}

  /**
   * Every ledger partition that has a progress row on this shard, rising. Counts all rows: it takes
   * a second for some ten million of them.
   *
   * @throws SQLException when the database fails
   */
  public static List<PartitionProgress> progress(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT ledger_partition, next_offset, published_offset, frozen, map_epoch,
                    (SELECT count(*) FROM engine.processed
                     WHERE processed.ledger_partition = progress.ledger_partition)
                FROM engine.progress
                ORDER BY ledger_partition
                """);
        ResultSet rows = select.executeQuery()) {
      List<PartitionProgress> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new PartitionProgress(
                rows.getInt(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getBoolean(4),
                rows.getLong(5),
                rows.getLong(6)));
      }
      return found;
    }
  }
}
