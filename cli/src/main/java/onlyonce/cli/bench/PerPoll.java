package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The baseline of one transaction a poll, one thread a shard: large polls, {@code unnest}, the
 * inbox in the same transaction, balances folded in memory, the offsets committed to Kafka
 * afterwards. It takes it for granted that a poll is new and its accounts have the money, and the
 * statements tell when that is wrong; then the transaction is done again record by record. It
 * stores outcomes and publishes none.
 */
final class PerPoll implements Subject {
  private static final Duration POLL = Duration.ofMillis(100);

  private final SubjectSettings settings;
  private volatile boolean running = true;

  PerPoll(SubjectSettings settings) {
    this.settings = settings;
  }

  @Override
  public void run() {
    ShardThreads.run(settings.map(), this::work);
  }

  private void work(String shard, String jdbcUrl) throws SQLException {
    try (KafkaConsumer<byte[], byte[]> consumer =
            BaselineConsumer.of(settings, settings.map().partitionsOf(shard));
        Connection connection = ShardConnection.ofSubject(jdbcUrl)) {
      while (running) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          var _ = apply(connection, judged(records));
          consumer.commitAsync();
        }
      }
    }
  }

  private static List<Judged> judged(ConsumerRecords<byte[], byte[]> records) {
    List<Judged> poll = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> origin : records) {
      poll.add(Judged.of(origin));
    }
    return poll;
  }

  /** Applies a poll and commits; whether all of it was new and covered. */
  static boolean apply(Connection connection, List<Judged> poll) throws SQLException {
    PollRows rows = new PollRows(connection);
    boolean atOnce = rows.applyAll(poll);
    if (!atOnce) {
      connection.rollback();
      rows.applyOneByOne(poll);
    }
    connection.commit();
    return atOnce;
  }

  @Override
  public void close() {
    running = false;
  }
}
