package onlyonce.producer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of a journal: what was read, what was decided about it, and what became of it. {@code
 * line} is the number of the source's line, and the name of the send that it caused.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface JournalLine {

  /**
   * The first line: what is being sent.
   *
   * @param semantics how, by label; absent for exactly-once
   */
  @JsonTypeName("source")
  record Started(
      String name,
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> semantics)
      implements JournalLine {}

  /** The first line of a ref: the record that goes out, now and at every retry. */
  @JsonTypeName("intent")
  record Intended(
      long line,
      String ref,
      UUID id,
      String topic,
      int partition,
      String key,
      String type,
      String source,
      Instant time,
      @JsonProperty("due_ms") long dueMillis,
      String value)
      implements JournalLine {}

  /** A line with a known ref and the same content: the same record goes out once more. */
  @JsonTypeName("resend")
  record Resent(long line, UUID id) implements JournalLine {}

  /** A line with a known ref and other content: goes out where the ref's record went. */
  @JsonTypeName("conflict")
  record Conflicting(long line, UUID id, String type, Instant time, String value)
      implements JournalLine {}

  /**
   * Not sent, because its id was sent before, or may have been: a line with a known ref, or an
   * intent of that very line whose fate nobody knows.
   */
  @JsonTypeName("suppressed")
  record Suppressed(long line, UUID id) implements JournalLine {}

  /** A line that nobody can read. */
  @JsonTypeName("malformed")
  record Unreadable(long line, String reason) implements JournalLine {}

  /** The send is in the log. */
  @JsonTypeName("ack")
  record Acked(long line, int partition, long offset) implements JournalLine {}

  /** The send was written to the broker's socket, and no answer will come. */
  @JsonTypeName("handed_over")
  record HandedOver(long line) implements JournalLine {}

  /** The send is definitely not in the log. */
  @JsonTypeName("not_sent")
  record Refused(long line, String reason) implements JournalLine {}

  /** The source was read to its end and every send has its answer. */
  @JsonTypeName("end")
  record Ended(long lines) implements JournalLine {}
}
