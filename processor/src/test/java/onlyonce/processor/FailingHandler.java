package onlyonce.processor;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A handler with a bug: it breaks instead of refusing. */
final class FailingHandler implements Handler<Count> {
  @Override
  public Count decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    throw new ArrayIndexOutOfBoundsException("a bug");
  }

  @Override
  public boolean decides(int rulesVersion) {
    return true;
  }

  @Override
  public boolean isIdempotent(Count command) {
    return false;
  }

  @Override
  public List<Reply> apply(Connection transaction, List<NewCommand<Count>> commands) {
    throw new IllegalStateException("a bug");
  }

  @Override
  public Optional<Reply> onRefused(NewCommand<Count> command, DeadLetterReason reason) {
    return Optional.empty();
  }

  @Override
  public Event event(UUID commandId, Reply reply) {
    throw new IllegalStateException("a bug");
  }
}
