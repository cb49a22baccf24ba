package onlyonce.processor;

import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log after reading and the floor, before dedup. What was readable leaves its bytes
 * in the log: many wait for a transaction, and few are asked for again.
 */
sealed interface Entry<C> {

  /** The ledger partition. */
  int partition();

  long offset();

  /**
   * Unreadable, expired, or in conflict with an earlier one; a dead letter.
   *
   * @param origin the record, or null where the log must be asked for it
   */
  record Refused<C>(
      int partition,
      long offset,
      @Nullable ConsumerRecord<byte[], byte[]> origin,
      Optional<UUID> id,
      DeadLetterReason reason,
      String detail,
      Optional<C> command)
      implements Entry<C> {

    static <C> Refused<C> of(
        ConsumerRecord<byte[], byte[]> origin,
        Optional<UUID> id,
        DeadLetterReason reason,
        String detail,
        Optional<C> command) {
      return new Refused<>(
          origin.partition(), origin.offset(), origin, id, reason, detail, command);
    }
  }

  /**
   * A readable command inside the window, or one that never expires.
   *
   * @param remembered whether dedup knows it by its id; false for idempotent ones below the floor
   */
  record Candidate<C>(
      int partition, long offset, UUID id, byte[] payloadHash, C command, boolean remembered)
      implements Entry<C> {

    NewCommand<C> asNew() {
      return new NewCommand<>(partition, offset, id, command);
    }

    /** The same as refused for a reason that dedup found. */
    Refused<C> refused(DeadLetterReason reason, String detail) {
      return new Refused<>(
          partition, offset, null, Optional.of(id), reason, detail, Optional.of(command));
    }
  }
}
