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

/** The counter, for handlers that do one thing otherwise. */
abstract class ForwardingHandler implements Handler<Count> {
  private final CounterHandler counter;

  ForwardingHandler(CounterHandler counter) {
    this.counter = counter;
  }

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
    return counter.apply(transaction, commands);
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
