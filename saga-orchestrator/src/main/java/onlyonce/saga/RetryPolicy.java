package onlyonce.saga;

import java.time.Duration;
import java.util.UUID;

/**
 * How long a saga waits for an answer before it sends its step again, and how long it waits for a
 * hold at all. Answers are published until they are acknowledged and the log keeps the step, so a
 * retry only covers what nobody thought of: the first pause may be long, and must be, since retries
 * of steps that are merely slow would load what is slow already.
 *
 * @param firstPause before the second attempt; doubled before each further one
 * @param longestPause however many attempts there were
 * @param holdDeadline how long a saga waits for its hold before it turns back
 */
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration holdDeadline) {
  /** Five seconds, then ever longer up to five minutes; a minute for the hold. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(1));

  /** Waits for ever: for a platform that promises to send no command twice. */
  public static final RetryPolicy NEVER =
      new RetryPolicy(Duration.ofDays(3_650), Duration.ofDays(3_650), Duration.ofDays(3_650));

  private static final int MOST_DOUBLINGS = 30;

  /**
   * @throws IllegalArgumentException when a duration is shorter than a millisecond or longer than
   *     ten years, or the longest pause shorter than the first
   */
  public RetryPolicy {
    requireSensible("the first pause", firstPause);
    requireSensible("the longest pause", longestPause);
    requireSensible("the hold's deadline", holdDeadline);
    if (longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "the longest pause must be at least the first, but is %s after %s"
              .formatted(longestPause, firstPause));
    }
  }

  /** Whether no step is ever sent again, and no hold given up. */
  public boolean isNever() {
    return equals(NEVER);
  }

  private static void requireSensible(String what, Duration duration) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofDays(3_650)) > 0) {
      throw new IllegalArgumentException(
          what + " must be from 1 ms to 10 years but is " + duration);
    }
  }

  /**
   * The pause after an attempt, in milliseconds: half of it is certain, the other half spread by
   * chance, so that the sagas of one outage don't come back as one wave. The chance is a hash of
   * transfer and attempt: whoever decides the same again decides the same.
   *
   * @param attempt which one was just sent, from 1
   */
  public long pauseMillis(UUID transferId, int attempt) {
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    long longest = longestPause.toMillis();
    long full = firstPause.toMillis();
    for (int i = 0; i < doublings && full < longest; i++) {
      full *= 2;
    }
    full = Math.min(full, longest);
    long spread = full / 2;
    return full - spread + Math.floorMod(mixed(transferId, attempt), spread + 1);
  }

  /** The finalizer of MurmurHash3 over the id's random bits and the attempt. */
  private static long mixed(UUID id, int attempt) {
    long h = id.getLeastSignificantBits() ^ Long.rotateLeft(id.getMostSignificantBits(), 32);
    h += attempt * 0x9E37_79B9_7F4A_7C15L;
    h = (h ^ (h >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
    return h ^ (h >>> 33);
  }
}
