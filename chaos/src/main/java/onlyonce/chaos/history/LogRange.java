package onlyonce.chaos.history;

/**
 * What a topic's partition holds.
 *
 * @param begin the first offset that is still there
 * @param end behind the last committed record
 */
public record LogRange(long begin, long end) {
  /** A partition that is not there. */
  public static final LogRange NONE = new LogRange(0, 0);
}
