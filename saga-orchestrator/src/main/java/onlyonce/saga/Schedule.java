package onlyonce.saga;

/**
 * When a step was sent, and when it is looked at again.
 *
 * @param attempt how often the step was sent
 * @param look how often its answer was waited for: a step that is known to be queued is not sent
 *     again, but waited for again, and longer
 * @param sinceMillis when it was sent first, in milliseconds since 1970
 * @param nextMillis when it is due, should no answer come until then
 */
public record Schedule(int attempt, int look, long sinceMillis, long nextMillis) {
  /**
   * @throws IllegalArgumentException when the step was never sent, or sent without being waited for
   */
  public Schedule {
    if (attempt < 1 || look < attempt) {
      throw new IllegalArgumentException(
          "attempts count from 1, and each is waited for, but there were %d and %d"
              .formatted(attempt, look));
    }
  }

  /** Of a step that was sent again whenever it was due. */
  public Schedule(int attempt, long sinceMillis, long nextMillis) {
    this(attempt, attempt, sinceMillis, nextMillis);
  }

  /** Of a saga that an earlier version stored without one: it is due at once. */
  static Schedule unknown(long transferMillis) {
    return new Schedule(1, transferMillis, transferMillis);
  }
}
