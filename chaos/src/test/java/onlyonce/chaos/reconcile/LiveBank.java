package onlyonce.chaos.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import onlyonce.chaos.history.JournalEntry;
import onlyonce.localcluster.Shard;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Puts the small bank onto real brokers, into a real database and into a real journal. */
final class LiveBank {
  private final SmallBank bank;

  LiveBank(SmallBank bank) {
    this.bank = bank;
  }

  /** Produces every record at the offset that the bank says; gaps become transaction markers. */
  void produce(String bootstrapServers) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        KafkaProducer<byte[], byte[]> plain =
            producer(Map.of("bootstrap.servers", bootstrapServers));
        KafkaProducer<byte[], byte[]> transactional =
            producer(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "small-bank"))) {
      transactional.initTransactions();
      for (List<ConsumerRecord<byte[], byte[]>> records : bank.history.log.values()) {
        for (int i = 0; i < records.size(); i++) {
          ConsumerRecord<byte[], byte[]> logged = records.get(i);
          boolean gap = i + 1 < records.size() && records.get(i + 1).offset() > logged.offset() + 1;
          if (gap) {
            transactional.beginTransaction();
            var _ = transactional.send(sendable(logged));
            transactional.commitTransaction();
            awaitEnd(admin, logged, records.get(i + 1).offset());
          } else {
            plain.send(sendable(logged)).get();
          }
        }
      }
    }
  }

  /** A commit returns before its marker is in the log. */
  private static void awaitEnd(Admin admin, ConsumerRecord<byte[], byte[]> logged, long end) {
    TopicPartition partition = new TopicPartition(logged.topic(), logged.partition());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                admin
                        .listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset()
                    == end);
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> sendable(ConsumerRecord<byte[], byte[]> logged) {
    return new ProducerRecord<>(
        logged.topic(), logged.partition(), null, logged.key(), logged.value(), logged.headers());
  }

  /** Creates the tables that the checker reads, as the shards have them, and fills them. */
  void store(Shard shard) throws SQLException {
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA engine;
          CREATE SCHEMA ledger;
          CREATE TABLE engine.progress (ledger_partition int PRIMARY KEY, next_offset bigint, published_offset bigint, log_time_ms bigint,
            floor_ms bigint, window_ms bigint, rules_version int, owner uuid, owner_session text, frozen boolean, map_epoch bigint);
          CREATE TABLE engine.processed (ledger_partition int, id uuid, payload_hash bytea, log_offset bigint, topic text, key uuid, outcome bytea);
          CREATE TABLE engine.refused (ledger_partition int, log_offset bigint, id uuid, reason text, detail text);
          CREATE TABLE ledger.account (ledger_partition int, account text, currency text, posted_minor bigint, held_minor bigint,
            may_go_negative boolean, closed boolean, version bigint);
          CREATE TABLE ledger.posting (ledger_partition int, posting_id bigint GENERATED ALWAYS AS IDENTITY, log_offset bigint, command_id uuid,
            transfer_id uuid, kind text, account text, currency text, amount_minor bigint);
          CREATE TABLE ledger.hold (ledger_partition int, transfer_id uuid, account text, currency text, amount_minor bigint, state text, version bigint);
          """);
      for (int partition = 0; partition < 2; partition++) {
        insert(connection, partition, bank.history.rows(partition));
      }
    }
  }

  static Connection connect(Shard shard) throws SQLException {
    return DriverManager.getConnection(shard.jdbcUrl(), shard.user(), "");
  }

  private static void insert(Connection connection, int partition, WrittenHistory.Rows rows)
      throws SQLException {
    rows.progress()
        .ifPresent(
            row ->
                run(
                    connection,
                    "INSERT INTO engine.progress VALUES (?, ?, 0, ?, ?, ?, ?, NULL, NULL, false,"
                        + " 1)",
                    partition,
                    row.nextOffset(),
                    row.logTimeMillis(),
                    row.floorMillis(),
                    row.windowMillis(),
                    row.rulesVersion()));
    rows.accounts(
        row ->
            run(
                connection,
                "INSERT INTO ledger.account VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                partition,
                row.account(),
                row.currency(),
                row.postedMinor(),
                row.heldMinor(),
                row.mayGoNegative(),
                row.closed(),
                row.version()));
    rows.postings(
        row ->
            run(
                connection,
                """
                INSERT INTO ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind, account, currency, amount_minor)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                partition,
                row.logOffset(),
                row.commandId(),
                String.valueOf(row.transferId()),
                row.kind(),
                row.account(),
                row.currency(),
                row.amountMinor()));
    rows.holds(
        row ->
            run(
                connection,
                "INSERT INTO ledger.hold VALUES (?, ?, ?, ?, ?, ?, 0)",
                partition,
                row.transferId(),
                row.account(),
                String.valueOf(row.currency()),
                String.valueOf(row.amountMinor()),
                row.state()));
    rows.processed(
        row ->
            run(
                connection,
                "INSERT INTO engine.processed VALUES (?, ?, ?, ?, ?, ?, ?)",
                partition,
                row.id(),
                row.payloadHash(),
                row.logOffset(),
                row.topic(),
                row.key(),
                row.outcome()));
  }

  private static void run(Connection connection, String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        // Texts go untyped, so that ids and numbers may be written as texts too.
        if (values[i] instanceof String text) {
          statement.setObject(i + 1, text, Types.OTHER);
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Writes the journal as a producer does, with a torn last line. */
  void writeJournal(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("{\"kind\":\"source\",\"name\":\"small-bank\",\"at\":\"2026-03-01T12:00:00Z\"}");
    for (JournalEntry entry : bank.history.journal) {
      lines.add(JournalLines.of(entry));
    }
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("small-bank.jsonl"), String.join("\n", lines) + "\n{\"kind\":\"int", UTF_8);
  }

  /** The topics that it writes to. */
  static List<String> topics() {
    return Arrays.stream(Topic.values()).map(Topic::topicName).toList();
  }
}
