package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What PostgreSQL takes in at most: the rows that the engine writes, by binary COPY, with the
 * balance updates and the progress, one connection a shard. Kafka and every decision are left out;
 * the bytes are made before the clock starts.
 */
final class CopyCeiling implements Subject {
  private static final String PROCESSED =
      """
      COPY engine.processed (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
      FROM STDIN (FORMAT binary)
      """;
  private static final String POSTINGS =
      """
      COPY ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind, account,
          currency, amount_minor)
      FROM STDIN (FORMAT binary)
      """;

  private final Map<String, List<Prepared>> byShard = new TreeMap<>();
  private final ShardMap map;
  private final CountDownLatch told = new CountDownLatch(1);

  /** One transaction's bytes. */
  private record Prepared(
      byte[] processed,
      byte[] postings,
      BalanceChanges.Columns balances,
      int[] partitions,
      long[] nextOffsets) {}

  CopyCeiling(SubjectSettings settings) {
    this.map = settings.map();
    Books books = Books.of(settings.accounts(), settings.partitioning().count());
    CommandStream stream =
        new CommandStream(settings.topic(), books, Mix.ALL_NEW, settings.origin());
    Map<String, List<Judged>> waiting = new HashMap<>();
    long[] offsets = new long[settings.partitioning().count()];
    for (int i = 0; i < settings.records(); i++) {
      CommandStream.Made made = stream.next();
      Judged judged = Judged.of(made, offsets[made.wire().partition()]++);
      String shard = map.place(judged.partition()).shard();
      List<Judged> batch = waiting.computeIfAbsent(shard, _ -> new ArrayList<>());
      batch.add(judged);
      if (batch.size() == settings.batch()) {
        prepare(shard, batch);
        batch.clear();
      }
    }
    waiting.forEach(
        (shard, rest) -> {
          if (!rest.isEmpty()) {
            prepare(shard, rest);
          }
        });
  }

  private void prepare(String shard, List<Judged> batch) {
    // Stable: within a ledger partition the log's order stays, as the engine has it.
    batch.sort(Comparator.comparingInt(Judged::partition));
    Map<Integer, Long> progress = new TreeMap<>();
    CopyBytes processed = new CopyBytes();
    CopyBytes postings = new CopyBytes();
    for (Judged judged : batch) {
      progress.put(judged.partition(), judged.offset() + 1);
      processed
          .row(7)
          .int4(judged.partition())
          .uuid(judged.id())
          .bytea(judged.hash())
          .int8(judged.offset())
          .text(Topic.TRANSFER_RESULTS.topicName())
          .uuid(judged.id())
          .bytea(judged.applied());
      long minor = judged.post().amount().minor();
      posting(postings, judged, judged.post().from().value(), -minor);
      posting(postings, judged, judged.post().to().value(), minor);
    }
    byShard
        .computeIfAbsent(shard, _ -> new ArrayList<>())
        .add(
            new Prepared(
                processed.end(),
                postings.end(),
                BalanceChanges.of(batch).columns(),
                progress.keySet().stream().mapToInt(Integer::intValue).toArray(),
                progress.values().stream().mapToLong(Long::longValue).toArray()));
  }

  private static void posting(CopyBytes out, Judged judged, String account, long minor) {
    out.row(8)
        .int4(judged.partition())
        .int8(judged.offset())
        .uuid(judged.id())
        .uuid(judged.id())
        .text("Post")
        .text(account)
        .text(judged.post().currency().value())
        .int8(minor);
  }

  @Override
  public void run() {
    ShardThreads.run(map, this::work);
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(String shard, String jdbcUrl) throws SQLException {
    try (Connection connection = ShardConnection.ofSubject(jdbcUrl)) {
      for (Prepared transaction : byShard.getOrDefault(shard, List.of())) {
        if (told.getCount() == 0) {
          return;
        }
        write(connection, transaction);
      }
    }
  }

  private static void write(Connection connection, Prepared prepared) throws SQLException {
    advance(connection, prepared);
    copy(connection, PROCESSED, prepared.processed());
    copy(connection, POSTINGS, prepared.postings());
    if (!prepared.balances().write(connection)) {
      throw new SQLException("an account is missing or has no money");
    }
    connection.commit();
  }

  private static void copy(Connection connection, String sql, byte[] rows) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    copy.writeToCopy(rows, 0, rows.length);
    copy.endCopy();
  }

  private static void advance(Connection connection, Prepared prepared) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE engine.progress AS p SET next_offset = advanced.next_offset
            FROM unnest(?::int[], ?::bigint[]) AS advanced (ledger_partition, next_offset)
            WHERE p.ledger_partition = advanced.ledger_partition
            """)) {
      update.setObject(1, prepared.partitions());
      update.setObject(2, prepared.nextOffsets());
      update.executeUpdate();
    }
  }

  @Override
  public void close() {
    told.countDown();
  }
}
