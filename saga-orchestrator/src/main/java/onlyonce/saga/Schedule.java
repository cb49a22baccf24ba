package onlyonce.saga;

/**
 * When a step was sent, and when it is sent again.
 *
 * @param attempt how often the step was sent
 * @param sinceMillis when it was sent first, in milliseconds since 1970
 * @param nextMillis when it is sent again, should no answer come until then
 */
public record Schedule(int attempt, long sinceMillis, long nextMillis) {
  /**
   * @throws IllegalArgumentException when the step was never sent
   */
  public Schedule {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts count from 1 but this is " + attempt);
    }
  }

  /** Of a saga that an earlier version stored without one: it is due at once. */
  static Schedule unknown(long transferMillis) {
    return new Schedule(1, transferMillis, transferMillis);
  }
}
