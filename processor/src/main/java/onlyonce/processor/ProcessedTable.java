package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onlyonce.postgrescopy.BinaryCopy;

/**
 * {@code engine.processed}: the ids that were judged, and what each came to. Dedup table, outbox
 * and stored reply in one.
 */
final class ProcessedTable {
  private ProcessedTable() {}

  /** Which of these candidates were judged before, with their replies. */
  static <C> Map<Dedup.Key, Dedup.Known> find(
      Connection connection, List<Entry.Candidate<C>> candidates) throws SQLException {
    Map<Dedup.Key, Dedup.Known> known = new HashMap<>();
    if (candidates.isEmpty()) {
      return known;
    }
    int[] partitions = new int[candidates.size()];
    UUID[] ids = new UUID[candidates.size()];
    for (int i = 0; i < ids.length; i++) {
      partitions[i] = candidates.get(i).partition();
      ids[i] = candidates.get(i).id();
    }
    String sql =
        """
        SELECT ledger_partition, id, payload_hash, topic, key, outcome
        FROM engine.processed
        JOIN unnest(?::int[], ?::uuid[]) AS asked (ledger_partition, id) USING (ledger_partition, id)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, partitions);
      statement.setArray(2, connection.createArrayOf("uuid", ids));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Reply reply = new Reply(row.getString(4), row.getObject(5, UUID.class), row.getBytes(6));
          known.put(
              new Dedup.Key(row.getInt(1), row.getObject(2, UUID.class)),
              Dedup.Known.stored(row.getBytes(3), reply));
        }
      }
    }
    return known;
  }

  /** The largest id that was judged in a ledger partition; one below all when there is none. */
  static UUID largestId(Connection connection, int partition) throws SQLException {
    String sql =
        """
        SELECT id FROM engine.processed WHERE ledger_partition = ? ORDER BY id DESC LIMIT 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, partition);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getObject(1, UUID.class) : new UUID(0, 0);
      }
    }
  }

  /**
   * Tells the index on offsets what lately filled pages hold: what a takeover publishes again is
   * then found without reading whatever else came since. Does not commit.
   *
   * @return how many ranges of pages it was told of
   */
  static int summarize(Connection connection, Collection<Integer> partitions) throws SQLException {
    String sql =
        """
        SELECT coalesce(sum(engine.summarize(partition)), 0) FROM unnest(?::int[]) AS partition
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, partitions.stream().mapToInt(Integer::intValue).toArray());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** A judged command and its reply. */
  private record Judged<C>(Entry.Candidate<C> entry, Reply reply) {}

  /**
   * Remembers judged commands with their replies. Idempotent commands below the floor are left out.
   */
  static <C> void insert(Connection connection, List<Entry.Candidate<C>> fresh, List<Reply> replies)
      throws SQLException {
    List<Judged<C>> rows = new ArrayList<>(fresh.size());
    for (int i = 0; i < fresh.size(); i++) {
      if (fresh.get(i).remembered()) {
        rows.add(new Judged<>(fresh.get(i), replies.get(i)));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    String sql =
        """
        COPY engine.processed (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
        FROM STDIN (FORMAT binary)
        """;
    long written =
        BinaryCopy.run(
            connection,
            sql,
            rows,
            (row, copy) ->
                copy.row(7)
                    .int4(row.entry().partition())
                    .uuid(row.entry().id())
                    .bytes(row.entry().payloadHash())
                    .int8(row.entry().offset())
                    .text(row.reply().topic())
                    .uuid(row.reply().key())
                    .bytes(row.reply().payload()));
    if (written != rows.size()) {
      throw new SQLException("remembered %d of %d judged commands".formatted(written, rows.size()));
    }
  }
}
