package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import onlyonce.messages.Topic;

/** What the per-poll baseline writes: three statements, whatever the size of the poll. */
final class PollRows {
  private static final String INBOX =
      """
      INSERT INTO engine.processed
          (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
      SELECT p, id, hash, log_offset, ?, id, outcome
      FROM unnest(?::int[], ?::uuid[], ?::bytea[], ?::bigint[], ?::bytea[])
          AS polled (p, id, hash, log_offset, outcome)
      ON CONFLICT DO NOTHING
      """;
  private static final String POSTINGS =
      """
      INSERT INTO ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind,
          account, currency, amount_minor)
      SELECT p, log_offset, id, id, 'Post', account, currency, minor
      FROM unnest(?::int[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::bigint[])
          AS line (p, log_offset, id, account, currency, minor)
      """;

  private final Connection transaction;

  PollRows(Connection transaction) {
    this.transaction = transaction;
  }

  /** Writes a poll as if all of it were new and covered; false when that is not so. */
  boolean applyAll(List<Judged> poll) throws SQLException {
    byte[][] outcomes = poll.stream().map(Judged::applied).toArray(byte[][]::new);
    if (inbox(poll, outcomes) != poll.size()) {
      return false;
    }
    postings(poll);
    return BalanceChanges.of(poll).columns().write(transaction);
  }

  /**
   * The slow way: each record's inbox row tells whether it is new, its balances whether it moves.
   */
  void applyOneByOne(List<Judged> poll) throws SQLException {
    for (Judged judged : poll) {
      List<Judged> one = List.of(judged);
      var before = transaction.setSavepoint();
      boolean fresh = inbox(one, new byte[][] {judged.applied()}) == 1;
      if (fresh && !BalanceChanges.of(one).columns().write(transaction)) {
        transaction.rollback(before);
        inbox(one, new byte[][] {judged.refused()});
      } else if (fresh) {
        postings(one);
      }
      transaction.releaseSavepoint(before);
    }
  }

  private int inbox(List<Judged> rows, byte[][] outcomes) throws SQLException {
    try (PreparedStatement insert = transaction.prepareStatement(INBOX)) {
      insert.setString(1, Topic.TRANSFER_RESULTS.topicName());
      insert.setObject(2, rows.stream().mapToInt(Judged::partition).toArray());
      insert.setArray(3, transaction.createArrayOf("uuid", ids(rows)));
      insert.setArray(
          4,
          transaction.createArrayOf(
              "bytea", rows.stream().map(Judged::hash).toArray(byte[][]::new)));
      insert.setObject(5, rows.stream().mapToLong(Judged::offset).toArray());
      insert.setArray(6, transaction.createArrayOf("bytea", outcomes));
      return insert.executeUpdate();
    }
  }

  private void postings(List<Judged> rows) throws SQLException {
    int size = 2 * rows.size();
    int[] partitions = new int[size];
    long[] offsets = new long[size];
    Object[] ids = new Object[size];
    String[] accounts = new String[size];
    String[] currencies = new String[size];
    long[] minor = new long[size];
    Arrays.fill(currencies, Books.CURRENCY.value());
    for (int i = 0; i < size; i++) {
      Judged judged = rows.get(i / 2);
      boolean pays = i % 2 == 0;
      partitions[i] = judged.partition();
      offsets[i] = judged.offset();
      ids[i] = judged.id();
      accounts[i] = (pays ? judged.post().from() : judged.post().to()).value();
      minor[i] = pays ? -judged.post().amount().minor() : judged.post().amount().minor();
    }
    try (PreparedStatement insert = transaction.prepareStatement(POSTINGS)) {
      insert.setObject(1, partitions);
      insert.setObject(2, offsets);
      insert.setArray(3, transaction.createArrayOf("uuid", ids));
      insert.setObject(4, accounts);
      insert.setObject(5, currencies);
      insert.setObject(6, minor);
      insert.executeUpdate();
    }
  }

  private static Object[] ids(List<Judged> rows) {
    return rows.stream().map(Judged::id).toArray();
  }
}
