package onlyonce.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.Command.Post;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A transfer with what the ceiling and the baselines store of it: the same bytes that the engine
 * stores.
 *
 * @param hash of type and payload, which tells two payloads of one id apart
 */
record Judged(int partition, long offset, UUID id, byte[] hash, Post post) {
  private static final int HASH_BYTES = 16;

  /** The row of a command that the stream gave. */
  static Judged of(CommandStream.Made made, long offset) {
    Event event = made.wire().event();
    return new Judged(
        made.wire().partition(),
        offset,
        event.id(),
        hash(event.type(), made.wire().value()),
        made.post());
  }

  /** The row of a record that was read. */
  static Judged of(ConsumerRecord<byte[], byte[]> origin) {
    try {
      Event event = Event.read(origin.headers());
      if (!(CommandCodec.decode(event, origin.value()) instanceof Post post)) {
        throw new UnreadableException(DeadLetterReason.UNKNOWN_TYPE, "not a Post");
      }
      return new Judged(
          origin.partition(),
          origin.offset(),
          event.id(),
          hash(event.type(), origin.value()),
          post);
    } catch (UnreadableException e) {
      throw new IllegalStateException(
          "the bench wrote %s-%d@%d and cannot read it"
              .formatted(origin.topic(), origin.partition(), origin.offset()),
          e);
    }
  }

  byte[] applied() {
    return outcome(End.COMPLETED, Optional.empty());
  }

  byte[] refused() {
    return outcome(End.REJECTED, Optional.of(onlyonce.messages.Outcome.INSUFFICIENT_FUNDS));
  }

  private byte[] outcome(End end, Optional<onlyonce.messages.Outcome> reason) {
    return TransferResultCodec.encode(
        new TransferResult(id, end, reason, List.of(new Version(partition, offset + 1))));
  }

  private static byte[] hash(String type, byte[] payload) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(type.getBytes(UTF_8));
      sha256.update((byte) 0);
      return Arrays.copyOf(sha256.digest(payload), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
