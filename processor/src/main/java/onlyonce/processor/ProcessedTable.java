package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code engine.processed}: the ids that were judged, and what each came to. Dedup table, outbox
 * and stored reply in one.
 */
final class ProcessedTable {
  private ProcessedTable() {}

  /** Which of the candidates were judged before, with their replies. */
  static <C> Map<Dedup.Key, Dedup.Known> find(Connection connection, List<Entry<C>> entries)
      throws SQLException {
    List<Integer> partitions = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (Entry<C> entry : entries) {
      if (entry instanceof Entry.Candidate<C> candidate && candidate.remembered()) {
        partitions.add(candidate.origin().partition());
        ids.add(candidate.id());
      }
    }
    Map<Dedup.Key, Dedup.Known> known = new HashMap<>();
    if (ids.isEmpty()) {
      return known;
    }
    String sql =
        """
        SELECT ledger_partition, id, payload_hash, topic, key, outcome
        FROM engine.processed
        JOIN unnest(?::int[], ?::uuid[]) AS asked (ledger_partition, id) USING (ledger_partition, id)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("int4", partitions.toArray()));
      statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
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

  /**
   * Remembers judged commands with their replies. Idempotent commands below the floor are left out.
   */
  static <C> void insert(Connection connection, List<Entry.Candidate<C>> fresh, List<Reply> replies)
      throws SQLException {
    List<Integer> partitions = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    List<String> topics = new ArrayList<>();
    List<UUID> keys = new ArrayList<>();
    List<byte[]> outcomes = new ArrayList<>();
    for (int i = 0; i < fresh.size(); i++) {
      Entry.Candidate<C> entry = fresh.get(i);
      if (entry.remembered()) {
        partitions.add(entry.origin().partition());
        ids.add(entry.id());
        hashes.add(entry.payloadHash());
        offsets.add(entry.origin().offset());
        topics.add(replies.get(i).topic());
        keys.add(replies.get(i).key());
        outcomes.add(replies.get(i).payload());
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    String sql =
        """
        INSERT INTO engine.processed
          (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
        SELECT * FROM unnest(
          ?::int[], ?::uuid[], ?::bytea[], ?::bigint[], ?::text[], ?::uuid[], ?::bytea[])
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("int4", partitions.toArray()));
      statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
      statement.setArray(3, connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
      statement.setArray(4, connection.createArrayOf("int8", offsets.toArray()));
      statement.setArray(5, connection.createArrayOf("text", topics.toArray()));
      statement.setArray(6, connection.createArrayOf("uuid", keys.toArray()));
      statement.setArray(7, connection.createArrayOf("bytea", outcomes.toArray(byte[][]::new)));
      statement.executeUpdate();
    }
  }
}
