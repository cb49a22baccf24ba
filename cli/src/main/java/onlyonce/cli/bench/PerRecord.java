package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The baseline of one transaction a record with an inbox table, one thread a shard. It is written
 * to need one round trip: inbox, decision, postings and balances are one statement, which commits
 * by itself. Offsets go to Kafka now and then, since the inbox stops what is read again.
 */
final class PerRecord implements Subject {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long COMMIT_NANOS = Duration.ofMillis(100).toNanos();
  private static final String SQL =
      """
      WITH command AS (
        SELECT ?::int AS p, ?::uuid AS id, ?::bytea AS hash, ?::bigint AS log_offset,
            ?::text AS payer, ?::text AS payee, ?::bigint AS minor, ?::text AS currency,
            ?::bytea AS applied, ?::bytea AS refused
      ), decided AS (
        SELECT command.*, (
            SELECT count(*) = 2
                AND bool_or(a.account = payer AND a.posted_minor - a.held_minor >= minor)
            FROM ledger.account AS a
            WHERE a.ledger_partition = p AND a.account IN (payer, payee) AND NOT a.closed
          ) AS moves
        FROM command
      ), inbox AS (
        INSERT INTO engine.processed
            (ledger_partition, id, payload_hash, log_offset, topic, key, outcome)
        SELECT p, id, hash, log_offset, ?, id, CASE WHEN moves THEN applied ELSE refused END
        FROM decided
        ON CONFLICT DO NOTHING
        RETURNING id
      ), line AS (
        SELECT p, id, log_offset, side.account, currency, side.minor
        FROM decided JOIN inbox USING (id),
            LATERAL (VALUES (payer, -minor), (payee, minor)) AS side (account, minor)
        WHERE moves
      ), posted AS (
        INSERT INTO ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind,
            account, currency, amount_minor)
        SELECT p, log_offset, id, id, 'Post', account, currency, minor FROM line
      )
      UPDATE ledger.account AS a
      SET posted_minor = a.posted_minor + line.minor, version = line.log_offset + 1
      FROM line
      WHERE a.ledger_partition = line.p AND a.account = line.account
      """;

  private final SubjectSettings settings;
  private volatile boolean running = true;

  PerRecord(SubjectSettings settings) {
    this.settings = settings;
  }

  @Override
  public void run() {
    ShardThreads.run(settings.map(), this::work);
  }

  private void work(String shard, String jdbcUrl) throws SQLException {
    try (KafkaConsumer<byte[], byte[]> consumer =
            BaselineConsumer.of(settings, settings.map().partitionsOf(shard));
        Connection connection = ShardConnection.ofSubject(jdbcUrl);
        PreparedStatement statement = connection.prepareStatement(SQL)) {
      connection.setAutoCommit(true);
      Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
      long committedAt = System.nanoTime();
      while (running) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> origin : records) {
          apply(statement, Judged.of(origin));
          done.put(
              new TopicPartition(origin.topic(), origin.partition()),
              new OffsetAndMetadata(origin.offset() + 1));
          if (System.nanoTime() - committedAt > COMMIT_NANOS) {
            committedAt = System.nanoTime();
            consumer.commitAsync(Map.copyOf(done), null);
          }
          if (!running) {
            return;
          }
        }
      }
    }
  }

  private static void apply(PreparedStatement statement, Judged judged) throws SQLException {
    statement.setInt(1, judged.partition());
    statement.setObject(2, judged.id());
    statement.setBytes(3, judged.hash());
    statement.setLong(4, judged.offset());
    statement.setString(5, judged.post().from().value());
    statement.setString(6, judged.post().to().value());
    statement.setLong(7, judged.post().amount().minor());
    statement.setString(8, judged.post().currency().value());
    statement.setBytes(9, judged.applied());
    statement.setBytes(10, judged.refused());
    statement.setString(11, Topic.TRANSFER_RESULTS.topicName());
    statement.executeUpdate();
  }

  @Override
  public void close() {
    running = false;
  }
}
