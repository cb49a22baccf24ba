package onlyonce.producer;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where intents come from: lines in an order that is the same whenever the source is opened again,
 * so that a send which was killed goes on after its last journalled line. A source is read by one
 * thread.
 */
public interface Source extends AutoCloseable {

  /** The name that people know, such as {@code transfers.csv}. */
  String name();

  /**
   * The name of this source's journal, without a suffix. Two sources share it only when they hold
   * the same lines.
   */
  String journalName();

  /**
   * Whether the journal's name tells what the lines are. Where it does not, a run compares the
   * lines that it passes over with the journal, and the source may have grown since.
   */
  default boolean namedByContent() {
    return true;
  }

  /**
   * How many lines there are, roughly, for spreading them over a duration; empty when nobody can
   * know.
   */
  OptionalLong expectedLines();

  /**
   * Whether {@link #next} answers at once. Lines already taken are journalled and sent without
   * waiting for a source that is not ready.
   */
  default boolean ready() {
    return true;
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException;

  @Override
  void close() throws IOException;
}
