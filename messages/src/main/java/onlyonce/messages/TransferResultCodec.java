package onlyonce.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import onlyonce.messages.TransferResult.End;
import org.jspecify.annotations.Nullable;

/**
 * {@link TransferResult}s as payloads of {@code transfer-results}. Up to two versions: a direct
 * Post has one, a saga the source's and the destination's.
 */
public final class TransferResultCodec {
  /** The {@code ce_type} of a transfer's result. */
  public static final String EVENT_TYPE = "onlyonce.TransferResult";

  private static final Set<String> FIELDS =
      Set.of("transfer_id", "end", "reason", "partition", "version", "to_partition", "to_version");

  private TransferResultCodec() {}

  /** The payload; the same result always gives the same bytes. */
  public static byte[] encode(TransferResult result) {
    return JsonObject.write(
        json -> {
          json.writeStringProperty("transfer_id", result.transferId().toString());
          json.writeStringProperty("end", result.end().label());
          result.reason().ifPresent(reason -> json.writeStringProperty("reason", reason.label()));
          String prefix = "";
          for (Version version : result.versions()) {
            json.writeNumberProperty(prefix + "partition", version.partition());
            json.writeNumberProperty(prefix + "version", version.nextOffset());
            prefix = "to_";
          }
        });
  }

  /**
   * @throws UnreadableException when the payload is not exactly a result's
   */
  public static TransferResult decode(byte @Nullable [] payload) throws UnreadableException {
    JsonObject json = JsonObject.read(payload).only(FIELDS);
    Optional<String> reasonLabel = json.optionalString("reason");
    Optional<Outcome> reason =
        reasonLabel.isEmpty()
            ? Optional.empty()
            : Optional.of(
                CommandOutcomeCodec.named(
                    "reason", reasonLabel.get(), Outcome.ofLabel(reasonLabel.get())));
    List<Version> versions = new ArrayList<>(2);
    boolean hasSecond = json.has("to_partition") || json.has("to_version");
    if (hasSecond || json.has("partition") || json.has("version")) {
      versions.add(CommandOutcomeCodec.version(json, "partition", "version"));
    }
    if (hasSecond) {
      versions.add(CommandOutcomeCodec.version(json, "to_partition", "to_version"));
    }
    return new TransferResult(
        json.id("transfer_id"),
        CommandOutcomeCodec.named("end", json.string("end"), End.ofLabel(json.string("end"))),
        reason,
        versions);
  }
}
