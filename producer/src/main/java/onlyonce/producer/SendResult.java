package onlyonce.producer;

import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/** What is known about a send. An exception never means "perhaps": {@link Unknown} does. */
public sealed interface SendResult {

  /** It is in the log. */
  record Acknowledged(int partition, long offset) implements SendResult {}

  /** It was written to the broker's socket, under {@code acks=0}: nothing more will be known. */
  record HandedOver() implements SendResult {}

  /** It is definitely not in the log, and trying again unchanged would not help. */
  record NotSent(Blame blame, String reason) implements SendResult {}

  /** What would have to change before a send can succeed. */
  enum Blame {
    /** The record: its neighbours may go. */
    RECORD,
    /** The topic, or what this client may do there: its neighbours cannot go either. */
    SETUP
  }

  /** It may be in the log or not: only sending it again under the same id makes it certain. */
  record Unknown(String reason) implements SendResult {}

  /** The result of Kafka's callback when the broker was asked for no answer. */
  static SendResult ofUnanswered(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    return failure == null && metadata != null && !metadata.hasOffset()
        ? new HandedOver()
        : of(metadata, failure);
  }

  /** The result of Kafka's callback. */
  static SendResult of(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure != null) {
      return ofFailure(failure);
    }
    if (metadata == null) {
      return new Unknown("Kafka gave neither an offset nor an error");
    }
    return new Acknowledged(metadata.partition(), metadata.offset());
  }

  /**
   * What a failure means. Only what the client or the broker says before anything is appended is
   * definite; everything else, time-outs, lost connections and errors yet to be invented, is not.
   */
  static SendResult ofFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<Blame> blame = blame(cause);
      if (blame.isPresent()) {
        return new NotSent(blame.get(), describe(cause));
      }
    }
    return new Unknown(describe(failure));
  }

  private static Optional<Blame> blame(Throwable failure) {
    return switch (failure) {
      case AuthorizationException e -> Optional.of(Blame.SETUP);
      case InvalidTopicException e -> Optional.of(Blame.SETUP);
      case RecordTooLargeException e -> Optional.of(Blame.RECORD);
      case SerializationException e -> Optional.of(Blame.RECORD);
      case InvalidRecordException e -> Optional.of(Blame.RECORD);
      case UnsupportedForMessageFormatException e -> Optional.of(Blame.RECORD);
      default -> Optional.empty();
    };
  }

  private static String describe(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
