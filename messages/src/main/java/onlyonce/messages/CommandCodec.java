package onlyonce.messages;

import java.time.Duration;
import java.util.Set;
import onlyonce.messages.Command.Close;
import onlyonce.messages.Command.Configure;
import onlyonce.messages.Command.Credit;
import onlyonce.messages.Command.Hold;
import onlyonce.messages.Command.Open;
import onlyonce.messages.Command.Post;
import onlyonce.messages.Command.Release;
import onlyonce.messages.Command.Settle;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Commands as records of {@code ledger-commands}: exact JSON out, strict JSON in. */
public final class CommandCodec {
  private static final Set<String> MONEY =
      Set.of("transfer_id", "account", "amount_minor", "currency");

  private CommandCodec() {}

  /** The payload; the same command always gives the same bytes, whoever encodes it. */
  public static byte[] encode(Command command) {
    return JsonObject.write(json -> write(command, json));
  }

  private static void write(Command command, JsonGenerator json) {
    switch (command) {
      case Configure c -> {
        json.writeNumberProperty("rules_version", c.rulesVersion());
        json.writeNumberProperty("dedup_window_ms", c.dedupWindow().toMillis());
      }
      case Open c -> {
        json.writeStringProperty("account", c.account().value());
        json.writeStringProperty("currency", c.currency().value());
        json.writeNumberProperty("opening_minor", c.openingMinor());
        json.writeBooleanProperty("may_go_negative", c.mayGoNegative());
      }
      case Close c -> json.writeStringProperty("account", c.account().value());
      case Post c -> {
        json.writeStringProperty("from", c.from().value());
        json.writeStringProperty("to", c.to().value());
        json.writeNumberProperty("amount_minor", c.amount().minor());
        json.writeStringProperty("currency", c.currency().value());
      }
      case Hold c -> writeStep(json, c, c.amount(), c.currency());
      case Credit c -> writeStep(json, c, c.amount(), c.currency());
      case Settle c -> writeStep(json, c, null, null);
      case Release c -> writeStep(json, c, null, null);
    }
  }

  private static void writeStep(
      JsonGenerator json,
      Command.SagaStep step,
      @Nullable Amount amount,
      @Nullable CurrencyCode currency) {
    json.writeStringProperty("transfer_id", step.transferId().toString());
    json.writeStringProperty("account", step.account().value());
    if (amount != null && currency != null) {
      json.writeNumberProperty("amount_minor", amount.minor());
      json.writeStringProperty("currency", currency.value());
    }
  }

  /**
   * Reads the command of a record of {@code ledger-commands}. That its accounts belong in the
   * record's partition is for the caller to check.
   *
   * @throws UnreadableException when headers or payload are not exactly a command's
   */
  public static Command decode(Headers headers, byte @Nullable [] payload)
      throws UnreadableException {
    return decode(Event.read(headers), payload);
  }

  /** Like {@link #decode(Headers, byte[])}, with the headers already read. */
  public static Command decode(Event event, byte @Nullable [] payload) throws UnreadableException {
    CommandType type =
        CommandType.ofEventType(event.type())
            .orElseThrow(
                () ->
                    new UnreadableException(
                        DeadLetterReason.UNKNOWN_TYPE,
                        "ce_type \"" + event.type() + "\" names no command"));
    JsonObject json = JsonObject.read(payload);
    return switch (type) {
      case CONFIGURE -> configure(json.only(Set.of("rules_version", "dedup_window_ms")));
      case OPEN ->
          open(json.only(Set.of("account", "currency", "opening_minor", "may_go_negative")));
      case CLOSE -> new Close(json.only(Set.of("account")).account("account"));
      case POST -> post(json.only(Set.of("from", "to", "amount_minor", "currency")));
      case HOLD -> {
        json.only(MONEY);
        yield new Hold(
            json.id("transfer_id"),
            json.account("account"),
            json.amount("amount_minor"),
            json.currency("currency"));
      }
      case CREDIT -> {
        json.only(MONEY);
        yield new Credit(
            json.id("transfer_id"),
            json.account("account"),
            json.amount("amount_minor"),
            json.currency("currency"));
      }
      case SETTLE -> {
        json.only(Set.of("transfer_id", "account"));
        yield new Settle(json.id("transfer_id"), json.account("account"));
      }
      case RELEASE -> {
        json.only(Set.of("transfer_id", "account"));
        yield new Release(json.id("transfer_id"), json.account("account"));
      }
    };
  }

  private static Configure configure(JsonObject json) throws UnreadableException {
    int version = json.smallInteger("rules_version");
    Duration window = Duration.ofMillis(json.integer("dedup_window_ms"));
    return json.checked(
        version < 1 ? "rules_version" : "dedup_window_ms", () -> new Configure(version, window));
  }

  private static Open open(JsonObject json) throws UnreadableException {
    AccountId account = json.account("account");
    CurrencyCode currency = json.currency("currency");
    long opening = json.integer("opening_minor");
    boolean mayGoNegative = json.bool("may_go_negative");
    return json.checked("opening_minor", () -> new Open(account, currency, opening, mayGoNegative));
  }

  private static Post post(JsonObject json) throws UnreadableException {
    return new Post(
        json.account("from"),
        json.account("to"),
        json.amount("amount_minor"),
        json.currency("currency"));
  }
}
