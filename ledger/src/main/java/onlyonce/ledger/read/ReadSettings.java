package onlyonce.ledger.read;

import java.time.Duration;

/**
 * How a shard's replicas are read.
 *
 * @param writeQuorum Vw: so many replicas have a commit when it is acknowledged
 * @param readQuorum Vr: so many replicas a quorum read asks
 * @param confirmed the label of a primary's or quorum's answer that Vw replicas were seen to have:
 *     {@code ATOMIC} when commits wait for as many and the quorums meet
 * @param patience for one answer of one replica; then others are asked
 * @param deadline for the whole read
 */
public record ReadSettings(
    int writeQuorum, int readQuorum, Label confirmed, Duration patience, Duration deadline) {
  public ReadSettings {
    if (writeQuorum < 1 || readQuorum < 1) {
      throw new IllegalArgumentException(
          "quorums are at least 1, not Vw = %d, Vr = %d".formatted(writeQuorum, readQuorum));
    }
    if (patience.isNegative() || patience.isZero() || deadline.compareTo(patience) < 0) {
      throw new IllegalArgumentException(
          "a patience of %s does not fit a deadline of %s".formatted(patience, deadline));
    }
  }

  /** A shard of one server: what is committed there is all there is. */
  public static ReadSettings single(Duration deadline) {
    return new ReadSettings(1, 1, Label.ATOMIC, deadline, deadline);
  }
}
