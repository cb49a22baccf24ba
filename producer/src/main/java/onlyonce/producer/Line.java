package onlyonce.producer;

/** One line of a source. */
public sealed interface Line {

  /** Where it stands: from 1, rising, the same whenever the source is read again. */
  long number();

  /**
   * A line that says what is wanted.
   *
   * @param ref the client's own name for the intent, unique within the source; a second line with
   *     the same ref is a re-send or a conflict
   */
  record Wanted(long number, String ref, Intent intent) implements Line {}

  /**
   * A line that cannot be read.
   *
   * @param reason in words, naming the column and its value
   */
  record Malformed(long number, String reason) implements Line {}
}
