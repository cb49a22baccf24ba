package onlyonce.messages;

/** What the destination's primary told about a transfer's {@code Credit}. */
public sealed interface DestinationReading {
  /** The destination's version that the reading is true of. */
  Version version();

  /**
   * The money is there.
   *
   * @param version with the credit in it
   */
  record Credited(Version version) implements DestinationReading {}

  /**
   * The money is not there.
   *
   * @param version up to which the log had been applied when it was looked for
   */
  record NotCredited(Version version) implements DestinationReading {}
}
