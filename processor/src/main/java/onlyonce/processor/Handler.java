package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the engine's user supplies: how records become commands, and what a command does in the
 * database. Replies must depend on the log alone: no clock, no chance, no batch borders.
 *
 * @param <C> the decoded command
 */
public interface Handler<C> {

  /**
   * Reads a record's command, and judges that it belongs into the record's partition. Runs on
   * another thread than {@link #apply}: the next batch is read while one is applied.
   *
   * @param event the record's CloudEvents attributes, already read
   * @throws UnreadableException when it cannot be read; the record becomes a dead letter
   */
  C decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord) throws UnreadableException;

  /** Whether this handler knows these rules; a partition configured for others is stopped. */
  boolean decides(int rulesVersion);

  /**
   * Whether the command's own rows make it idempotent for ever, so that it never expires: below the
   * dedup window its reply is neither looked up nor remembered.
   */
  boolean isIdempotent(C command);

  /**
   * Applies the new commands of one poll and shard inside the transaction, which the engine commits
   * or rolls back.
   *
   * @param commands ordered by ledger partition and offset, each judged new
   * @return one reply for each command, in the same order
   */
  List<Reply> apply(Connection transaction, List<NewCommand<C>> commands) throws SQLException;

  /**
   * What was remembered of a ledger partition beside the database is void: another may have written
   * it since, or our last transaction came to nothing. Called on the thread that calls {@link
   * #apply}, always before the first commands after a takeover.
   */
  default void forget(int partition) {}

  /**
   * Who else is told, beside the dead letters, that a readable command was refused by the engine.
   * Runs beside {@link #apply}, like {@link #event}.
   *
   * @param reason {@code CONFLICTS_WITH_EARLIER} or {@code EXPIRED}
   */
  Optional<Reply> onRefused(NewCommand<C> command, DeadLetterReason reason);

  /**
   * The CloudEvents attributes of a reply: the same for every time that it is published. Runs
   * beside {@link #apply}: what a batch came to is published while the next one is applied.
   */
  Event event(UUID commandId, Reply reply);
}
