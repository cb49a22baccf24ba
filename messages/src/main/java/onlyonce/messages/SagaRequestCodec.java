package onlyonce.messages;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link SagaRequest}s as payloads of {@code transfers}. */
public final class SagaRequestCodec {
  /** The {@code ce_type} of a wish to resume. */
  public static final String RESUME = "onlyonce.ResumeSaga";

  /** The {@code ce_type} of a wish to turn back. */
  public static final String COMPENSATE = "onlyonce.CompensateSaga";

  private static final Set<String> RESUME_FIELDS =
      Set.of("transfer_id", "credited", "partition", "version");

  private SagaRequestCodec() {}

  /** Whether a {@code ce_type} is a request's. */
  public static boolean isRequest(String eventType) {
    return eventType.equals(RESUME) || eventType.equals(COMPENSATE);
  }

  /** The payload; the same request always gives the same bytes. */
  public static byte[] encode(SagaRequest request) {
    return JsonObject.write(
        json -> {
          json.writeStringProperty("transfer_id", request.transferId().toString());
          switch (request) {
            case SagaRequest.Resume resume ->
                resume
                    .destination()
                    .ifPresent(
                        reading -> {
                          json.writeBooleanProperty(
                              "credited", reading instanceof DestinationReading.Credited);
                          json.writeNumberProperty("partition", reading.version().partition());
                          json.writeNumberProperty("version", reading.version().nextOffset());
                        });
            case SagaRequest.Compensate _ -> {}
          }
        });
  }

  /**
   * Reads a record whose {@code ce_type} {@link #isRequest}.
   *
   * @throws UnreadableException when type or payload are not exactly a request's
   */
  public static SagaRequest decode(Event event, byte @Nullable [] payload)
      throws UnreadableException {
    return switch (event.type()) {
      case RESUME -> resume(JsonObject.read(payload).only(RESUME_FIELDS));
      case COMPENSATE ->
          new SagaRequest.Compensate(
              JsonObject.read(payload).only(Set.of("transfer_id")).id("transfer_id"));
      default ->
          throw new UnreadableException(
              DeadLetterReason.UNKNOWN_TYPE,
              "ce_type must be %s or %s but is \"%s\"".formatted(RESUME, COMPENSATE, event.type()));
    };
  }

  private static SagaRequest resume(JsonObject json) throws UnreadableException {
    UUID transferId = json.id("transfer_id");
    if (!json.has("credited") && !json.has("partition") && !json.has("version")) {
      return new SagaRequest.Resume(transferId, Optional.empty());
    }
    Version version = CommandOutcomeCodec.version(json, "partition", "version");
    return new SagaRequest.Resume(
        transferId,
        Optional.of(
            json.bool("credited")
                ? new DestinationReading.Credited(version)
                : new DestinationReading.NotCredited(version)));
  }
}
