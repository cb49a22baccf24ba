package onlyonce.processor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what a former owner committed but may not have published: {@code processed} and {@code
 * refused} from the published offset on, merged by offset.
 *
 * <p>They are read through a cursor that outlives its transaction: Kafka may be slow to take them,
 * and a transaction that waited for it would run into its timeout, again at every attempt.
 */
final class Republish<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Republish.class);

  private final Handler<C> handler;
  private final PublishOutcomes publisher;
  private final LogReader log;

  /** A row of {@code processed}, or of {@code refused} where there is no reply. */
  private record Stored(
      long offset, Optional<UUID> id, Optional<Reply> reply, String reason, String detail) {}

  /**
   * @param log where refused records are read again
   */
  Republish(Handler<C> handler, PublishOutcomes publisher, LogReader log) {
    this.handler = handler;
    this.publisher = publisher;
    this.log = log;
  }

  /**
   * Publishes a taken partition's outcomes again, in transactions of its own.
   *
   * @throws RuntimeException when a refused record cannot be read again from the log; the
   *     connection stays usable
   */
  void run(Connection connection, Progress progress, PublishedPrefix prefix) throws SQLException {
    int count = 0;
    declare(connection, progress);
    try {
      List<Stored> page = fetch(connection);
      while (!page.isEmpty()) {
        for (Stored stored : page) {
          publisher.send(prefix, List.of(publication(progress.partition(), stored)));
        }
        count += page.size();
        page = fetch(connection);
      }
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
    close(connection);
    prefix.committedTo(progress.nextOffset());
    LOG.info(
        "ledger partition {} is ours from offset {}; {} outcomes published again",
        progress.partition(),
        progress.nextOffset(),
        count);
  }

  /** Asks the ledger partition's own table, where the offset is the only thing to search by. */
  private static void declare(Connection connection, Progress progress) throws SQLException {
    String sql =
        """
        DECLARE unpublished NO SCROLL CURSOR WITH HOLD FOR
        SELECT log_offset, id, topic, key, outcome, NULL AS reason, NULL AS detail
        FROM engine.processed_p%1$d WHERE log_offset >= %2$d
        UNION ALL
        SELECT log_offset, id, NULL, NULL, NULL, reason, detail
        FROM engine.refused WHERE ledger_partition = %1$d AND log_offset >= %2$d
        ORDER BY log_offset
        """
            .formatted(progress.partition(), progress.publishedOffset());
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    connection.commit();
  }

  private static List<Stored> fetch(Connection connection) throws SQLException {
    String sql =
        """
        FETCH 1000 FROM unpublished
        """;
    List<Stored> page = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        Optional<UUID> id = Optional.ofNullable(row.getObject("id", UUID.class));
        String topic = row.getString("topic");
        Optional<Reply> reply =
            topic == null
                ? Optional.empty()
                : Optional.of(
                    new Reply(topic, row.getObject("key", UUID.class), row.getBytes("outcome")));
        page.add(
            new Stored(
                row.getLong("log_offset"),
                id,
                reply,
                String.valueOf(row.getString("reason")),
                String.valueOf(row.getString("detail"))));
      }
    }
    connection.commit();
    return page;
  }

  private static void close(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CLOSE unpublished");
    }
    connection.commit();
  }

  private Publication publication(int partition, Stored stored) {
    if (stored.reply().isPresent()) {
      UUID id = stored.id().orElseThrow();
      return new Publication.Answer(handler, stored.offset(), id, stored.reply().get());
    }
    DeadLetterReason reason =
        DeadLetterReason.ofLabel(stored.reason())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "engine.refused has the unknown reason " + stored.reason()));
    return refusal(log.read(partition, stored.offset()), reason, stored.detail());
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
    return new Publication.Refusal<>(
        handler, Entry.Refused.of(origin, id, reason, detail, command), origin);
  }
}
