package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose backend dies when all has been written and nothing is committed.
 *
 * @param elsewhere where it wrongly writes, instead of inside the transaction; null for never
 */
record Crashing(CounterHandler counter, @Nullable Connection elsewhere) implements Handler<Count> {
  @Override
  public Count decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws UnreadableException {
    return counter.decode(event, kafkaRecord);
  }

  @Override
  public boolean decides(int rulesVersion) {
    return counter.decides(rulesVersion);
  }

  @Override
  public boolean isIdempotent(Count command) {
    return counter.isIdempotent(command);
  }

  @Override
  public List<Reply> apply(Connection transaction, List<NewCommand<Count>> commands)
      throws SQLException {
    List<Reply> replies = counter.apply(elsewhere == null ? transaction : elsewhere, commands);
    try (Statement statement = transaction.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    }
    return replies;
  }

  @Override
  public Optional<Reply> onRefused(NewCommand<Count> command, DeadLetterReason reason) {
    return counter.onRefused(command, reason);
  }

  @Override
  public Event event(UUID commandId, Reply reply) {
    return counter.event(commandId, reply);
  }
}
