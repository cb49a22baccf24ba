package onlyonce.chaos.history;

import java.util.UUID;

/** One line of a producer's journal. A {@code line} is the line of the source that it speaks of. */
public sealed interface JournalEntry {

  /** The journal's first line: what is being sent. */
  record Source(String name) implements JournalEntry {}

  /**
   * What a client intends, forced to disk before the first send.
   *
   * @param dueMillis when it should first be sent, milliseconds since 1970
   */
  record Journalled(
      long line, UUID id, String topic, int partition, String type, long dueMillis, String value)
      implements JournalEntry {}

  /** The same record goes out once more. */
  record Resent(long line, UUID id) implements JournalEntry {}

  /** Other content goes out under an id that was used before. */
  record Conflicting(long line, UUID id) implements JournalEntry {}

  /** A line of the source that says nothing sensible. */
  record Malformed(long line) implements JournalEntry {}

  /** The brokers have the record that this line stands for. */
  record Acknowledged(long line, int partition, long offset) implements JournalEntry {}

  /** The record was written to a broker's socket that never answers: {@code acks=0}. */
  record HandedOver(long line) implements JournalEntry {}

  /** The record that this line stands for is certainly not in the log. */
  record NotSent(long line) implements JournalEntry {}

  /**
   * This line is not sent, since its id was sent before, or may have been: at-most-once. When it is
   * the line of the intent itself, a crash came between the journal and the brokers.
   */
  record Suppressed(long line, UUID id) implements JournalEntry {}

  /** The source was read to its end. */
  record End(long lines) implements JournalEntry {}
}
