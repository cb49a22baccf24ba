package onlyonce.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Partitioning;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.SagaRequestCodec;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads what arrives, strictly.
 *
 * @param partitions of {@code transfers} and {@code ledger-outcomes}
 */
record Incoming(int partitions) {

  /** The floor that holds for a start, which itself may have moved it. */
  @FunctionalInterface
  interface Floor {
    long after(long appendMillis, UUID transferId);
  }

  /**
   * The event in a record of either topic; empty for the answers to Open and Close, which are no
   * saga's.
   *
   * @param floor asked only about a start that could be read
   * @param nowMillis the wall clock's milliseconds since 1970
   * @throws UnreadableException when the record is not exactly what its topic holds
   */
  Optional<SagaEvent> read(
      Record<byte[], byte[]> kafkaRecord, RecordMetadata origin, Floor floor, long nowMillis)
      throws UnreadableException {
    try {
      return origin.topic().equals(Topic.TRANSFERS.topicName())
          ? Optional.of(asked(kafkaRecord, origin, floor, nowMillis))
          : outcome(kafkaRecord, origin, nowMillis);
    } catch (RuntimeException e) {
      // No bytes may stop the stream, not even ones that a codec does not expect.
      throw new UnreadableException(DeadLetterReason.BAD_VALUE, "unreadable: " + e);
    }
  }

  /** What clients and persons ask. */
  private SagaEvent asked(
      Record<byte[], byte[]> kafkaRecord, RecordMetadata origin, Floor floor, long nowMillis)
      throws UnreadableException {
    Event event = Event.read(kafkaRecord.headers());
    if (SagaRequestCodec.isRequest(event.type())) {
      SagaRequest request = SagaRequestCodec.decode(event, kafkaRecord.value());
      checkRoute(kafkaRecord.key(), request.transferId(), origin);
      return switch (request) {
        case SagaRequest.Resume resume ->
            new Resumed(resume.transferId(), resume.destination(), nowMillis);
        case SagaRequest.Compensate compensate ->
            new CompensateAsked(compensate.transferId(), nowMillis);
      };
    }
    Transfer transfer = TransferCodec.decode(event, kafkaRecord.value());
    checkRoute(kafkaRecord.key(), transfer.id(), origin);
    return new Started(transfer, floor.after(kafkaRecord.timestamp(), transfer.id()), nowMillis);
  }

  private Optional<SagaEvent> outcome(
      Record<byte[], byte[]> kafkaRecord, RecordMetadata origin, long nowMillis)
      throws UnreadableException {
    Event event = Event.read(kafkaRecord.headers());
    if (!event.type().equals(CommandOutcomeCodec.EVENT_TYPE)) {
      throw new UnreadableException(
          DeadLetterReason.UNKNOWN_TYPE,
          "ce_type must be " + CommandOutcomeCodec.EVENT_TYPE + " but is \"" + event.type() + '"');
    }
    CommandOutcome outcome = CommandOutcomeCodec.decode(kafkaRecord.value());
    checkRoute(kafkaRecord.key(), outcome.key(), origin);
    if (outcome.transferId().isPresent()) {
      return Optional.of(new Replied(outcome, nowMillis));
    }
    return switch (outcome.type()) {
      case CONFIGURE, OPEN, CLOSE, POST -> Optional.empty();
      case HOLD, CREDIT, SETTLE, RELEASE -> throw withoutTransfer(outcome.type());
    };
  }

  private static UnreadableException withoutTransfer(CommandType step) {
    return new UnreadableException(
        DeadLetterReason.MISSING_FIELD,
        "field transfer_id is missing in the outcome of a " + step.label());
  }

  private void checkRoute(byte @Nullable [] key, UUID expected, RecordMetadata origin)
      throws UnreadableException {
    String text = key == null ? "" : new String(key, UTF_8);
    if (!text.equals(expected.toString())) {
      throw new UnreadableException(
          DeadLetterReason.WRONG_PARTITION,
          "the key must be " + expected + " but is \"" + text + '"');
    }
    int partition = Partitioning.ofKey(text, partitions);
    if (origin.partition() != partition) {
      throw new UnreadableException(
          DeadLetterReason.WRONG_PARTITION,
          "%s belongs in partition %d of %s but came in %d"
              .formatted(expected, partition, origin.topic(), origin.partition()));
    }
  }
}
