package onlyonce.messages;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link CommandOutcome}s as payloads of {@code ledger-outcomes}. */
public final class CommandOutcomeCodec {
  /** The {@code ce_type} of a command's outcome. */
  public static final String EVENT_TYPE = "onlyonce.CommandOutcome";

  private static final Set<String> FIELDS =
      Set.of("command_id", "command", "transfer_id", "outcome", "partition", "version");

  private CommandOutcomeCodec() {}

  /** The payload; the same outcome always gives the same bytes. */
  public static byte[] encode(CommandOutcome outcome) {
    return JsonObject.write(
        json -> {
          json.writeStringProperty("command_id", outcome.commandId().toString());
          json.writeStringProperty("command", outcome.type().label());
          outcome
              .transferId()
              .ifPresent(id -> json.writeStringProperty("transfer_id", id.toString()));
          json.writeStringProperty("outcome", outcome.outcome().label());
          json.writeNumberProperty("partition", outcome.version().partition());
          json.writeNumberProperty("version", outcome.version().nextOffset());
        });
  }

  /**
   * @throws UnreadableException when the payload is not exactly an outcome's
   */
  public static CommandOutcome decode(byte @Nullable [] payload) throws UnreadableException {
    JsonObject json = JsonObject.read(payload).only(FIELDS);
    Optional<UUID> transferId =
        json.optionalString("transfer_id").isPresent()
            ? Optional.of(json.id("transfer_id"))
            : Optional.empty();
    return new CommandOutcome(
        json.id("command_id"),
        named("command", json.string("command"), CommandType.ofLabel(json.string("command"))),
        transferId,
        named("outcome", json.string("outcome"), Outcome.ofLabel(json.string("outcome"))),
        version(json, "partition", "version"));
  }

  static Version version(JsonObject json, String partition, String version)
      throws UnreadableException {
    int ledgerPartition = json.smallInteger(partition);
    long nextOffset = json.integer(version);
    return json.checked(partition, () -> new Version(ledgerPartition, nextOffset));
  }

  static <T> T named(String field, String label, Optional<T> value) throws UnreadableException {
    return value.orElseThrow(
        () ->
            new UnreadableException(
                DeadLetterReason.BAD_VALUE, "field " + field + " has no value \"" + label + '"'));
  }
}
