package onlyonce.messages;

import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Transfers as records of {@code transfers}. The payload is that of a {@link Command.Post}. */
public final class TransferCodec {
  /** The {@code ce_type} of a transfer. */
  public static final String EVENT_TYPE = "onlyonce.Transfer";

  private TransferCodec() {}

  /** The payload; the same transfer always gives the same bytes. */
  public static byte[] encode(Transfer transfer) {
    return CommandCodec.encode(transfer.asPost());
  }

  /**
   * Reads a record of {@code transfers}.
   *
   * @throws UnreadableException when headers or payload are not exactly a transfer's
   */
  public static Transfer decode(Headers headers, byte @Nullable [] payload)
      throws UnreadableException {
    return decode(Event.read(headers), payload);
  }

  /** Like {@link #decode(Headers, byte[])}, with the headers already read. */
  public static Transfer decode(Event event, byte @Nullable [] payload) throws UnreadableException {
    if (!event.type().equals(EVENT_TYPE)) {
      throw new UnreadableException(
          DeadLetterReason.UNKNOWN_TYPE,
          "ce_type must be " + EVENT_TYPE + " but is \"" + event.type() + '"');
    }
    JsonObject json =
        JsonObject.read(payload).only(Set.of("from", "to", "amount_minor", "currency"));
    return new Transfer(
        event.id(),
        json.account("from"),
        json.account("to"),
        json.amount("amount_minor"),
        json.currency("currency"));
  }
}
