package onlyonce.processor;

import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the log after reading and the floor, before dedup. */
sealed interface Entry<C> {

  ConsumerRecord<byte[], byte[]> origin();

  /** Unreadable, expired, or in conflict with an earlier one; a dead letter. */
  record Refused<C>(
      ConsumerRecord<byte[], byte[]> origin,
      Optional<UUID> id,
      DeadLetterReason reason,
      String detail,
      Optional<C> command)
      implements Entry<C> {}

  /**
   * A readable command inside the window, or one that never expires.
   *
   * @param remembered whether dedup knows it by its id; false for idempotent ones below the floor
   */
  record Candidate<C>(
      ConsumerRecord<byte[], byte[]> origin,
      UUID id,
      byte[] payloadHash,
      C command,
      boolean remembered)
      implements Entry<C> {

    NewCommand<C> asNew() {
      return new NewCommand<>(origin.partition(), origin.offset(), id, command);
    }
  }
}
