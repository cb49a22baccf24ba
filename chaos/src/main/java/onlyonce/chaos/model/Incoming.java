package onlyonce.chaos.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;
import onlyonce.chaos.intent.PayloadHash;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A readable record of a ledger partition's log. */
record Incoming(
    long offset, long appendMillis, UUID id, Command command, long hashHigh, long hashLow) {

  static Incoming read(ConsumerRecord<byte[], byte[]> logged, int partition, Partitioning rule)
      throws UnreadableException {
    Event event = Event.read(logged.headers());
    Command command = CommandCodec.decode(event, logged.value());
    if (command instanceof Command.LedgerCommand named
        && named.accounts().stream().anyMatch(account -> rule.of(account) != partition)) {
      throw new UnreadableException(
          DeadLetterReason.WRONG_PARTITION,
          named.accounts() + " do not all belong in ledger partition " + partition);
    }
    MessageDigest sha256 = PayloadHash.sha256();
    sha256.update(event.type().getBytes(UTF_8));
    sha256.update((byte) 0);
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(logged.value()));
    return new Incoming(
        logged.offset(), logged.timestamp(), event.id(), command, hash.getLong(), hash.getLong());
  }

  @Nullable UUID transferId() {
    return command instanceof Command.SagaStep step ? step.transferId() : null;
  }
}
