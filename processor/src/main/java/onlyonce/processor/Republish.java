package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what a former owner committed but may not have published: {@code processed} and {@code
 * refused} from the published offset on, merged by offset.
 */
final class Republish<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Republish.class);
  private static final int FETCH_ROWS = 1000;

  private final Handler<C> handler;
  private final PublishOutcomes publisher;
  private final Supplier<LogReader> log;

  /**
   * @param log opened only when a refused record must be read again
   */
  Republish(Handler<C> handler, PublishOutcomes publisher, Supplier<LogReader> log) {
    this.handler = handler;
    this.publisher = publisher;
    this.log = log;
  }

  /** Publishes a taken partition's outcomes again; the connection's transaction is ended. */
  void run(Connection connection, Progress progress, PublishedPrefix prefix, Runnable failed)
      throws SQLException {
    String sql =
        """
        SELECT log_offset, id, topic, key, outcome, NULL, NULL FROM engine.processed
        WHERE ledger_partition = ? AND log_offset >= ?
        UNION ALL
        SELECT log_offset, id, NULL, NULL, NULL, reason, detail FROM engine.refused
        WHERE ledger_partition = ? AND log_offset >= ?
        ORDER BY log_offset
        """;
    int count = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      statement.setInt(1, progress.partition());
      statement.setLong(2, progress.publishedOffset());
      statement.setInt(3, progress.partition());
      statement.setLong(4, progress.publishedOffset());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          publisher.send(prefix, List.of(publication(progress.partition(), row)), failed);
          count++;
        }
      }
    }
    connection.commit();
    prefix.committedTo(progress.nextOffset());
    LOG.info(
        "ledger partition {} is ours from offset {}; {} outcomes published again",
        progress.partition(),
        progress.nextOffset(),
        count);
  }

  private Publication publication(int partition, ResultSet row) throws SQLException {
    long offset = row.getLong(1);
    String topic = row.getString(3);
    if (topic != null) {
      Reply reply = new Reply(topic, row.getObject(4, UUID.class), row.getBytes(5));
      return Publication.reply(handler, offset, row.getObject(2, UUID.class), reply);
    }
    DeadLetterReason reason =
        DeadLetterReason.ofLabel(row.getString(6))
            .orElseThrow(() -> new IllegalStateException("unknown reason in engine.refused"));
    return refusal(log.get().read(partition, offset), reason, row.getString(7));
  }

  private Publication refusal(
      ConsumerRecord<byte[], byte[]> origin, DeadLetterReason reason, String detail) {
    Optional<UUID> id = Optional.empty();
    Optional<C> command = Optional.empty();
    try {
      Event event = Event.read(origin.headers());
      id = Optional.of(event.id());
      command = Optional.of(handler.decode(event, origin));
    } catch (UnreadableException e) {
      LOG.debug("{} is refused as unreadable", origin, e);
    }
    return Publication.refusal(handler, new Entry.Refused<>(origin, id, reason, detail, command));
  }
}
