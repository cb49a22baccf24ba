package onlyonce.chaos.intent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.function.UnaryOperator;
import onlyonce.chaos.history.JournalEntry.Journalled;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.UnreadableException;

/**
 * What an intent asks for.
 *
 * @param from the account that pays; the opened or closed account
 * @param to the account that is paid; the opened or closed account
 * @param currency empty for Close
 * @param amountMinor the opening balance or the transferred amount
 */
public record Wish(IntentKind kind, String from, String to, String currency, long amountMinor) {
  private static final Wish UNREADABLE = new Wish(IntentKind.UNREADABLE, "", "", "", 0);

  /** For people, such as {@code 300 EUR from alice to bob}. */
  public String inWords() {
    return switch (kind) {
      case OPEN -> "open %s with %,d %s".formatted(to, amountMinor, currency);
      case CLOSE -> "close " + to;
      case POST, SAGA -> "%,d %s from %s to %s".formatted(amountMinor, currency, from, to);
      case UNREADABLE -> "an unreadable payload";
    };
  }

  /**
   * Reads the payload that was journalled.
   *
   * @param pool gives equal strings back as one, since a million intents name few accounts
   */
  public static Wish of(
      Journalled journalled, Partitioning partitioning, UnaryOperator<String> pool) {
    Event event = new Event(journalled.id(), journalled.type(), journalled.topic(), Instant.EPOCH);
    byte[] payload = journalled.value().getBytes(UTF_8);
    try {
      Command command;
      if (journalled.type().equals(TransferCodec.EVENT_TYPE)) {
        Transfer transfer = TransferCodec.decode(event, payload);
        command = transfer.asPost();
      } else {
        command = CommandCodec.decode(event, payload);
      }
      return switch (command) {
        case Command.Open c ->
            new Wish(
                IntentKind.OPEN,
                pool.apply(c.account().value()),
                pool.apply(c.account().value()),
                pool.apply(c.currency().value()),
                c.openingMinor());
        case Command.Close c ->
            new Wish(
                IntentKind.CLOSE,
                pool.apply(c.account().value()),
                pool.apply(c.account().value()),
                "",
                0);
        case Command.Post c ->
            new Wish(
                partitioning.of(c.from()) == partitioning.of(c.to())
                    ? IntentKind.POST
                    : IntentKind.SAGA,
                pool.apply(c.from().value()),
                pool.apply(c.to().value()),
                pool.apply(c.currency().value()),
                c.amount().minor());
        case Command.Configure c -> UNREADABLE;
        case Command.SagaStep c -> UNREADABLE;
      };
    } catch (UnreadableException e) {
      return UNREADABLE;
    }
  }
}
