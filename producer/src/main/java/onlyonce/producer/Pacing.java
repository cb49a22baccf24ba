package onlyonce.producer;

import java.time.Duration;

/** How fast lines go out. */
public sealed interface Pacing {

  /** As fast as they are acknowledged. */
  record Unpaced() implements Pacing {}

  /**
   * So many a second.
   *
   * @param lines a second, more than 0
   */
  record PerSecond(double lines) implements Pacing {
    /**
     * @throws IllegalArgumentException when the rate is not a positive number
     */
    public PerSecond {
      if (!(lines > 0) || Double.isInfinite(lines)) {
        throw new IllegalArgumentException(
            "rate must be more than 0 lines a second but is " + lines);
      }
    }
  }

  /** Evenly over a duration, more than 0; a source of unknown length goes unpaced. */
  record Over(Duration duration) implements Pacing {
    /**
     * @throws IllegalArgumentException when the duration is not positive
     */
    public Over {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("duration must be more than 0 but is " + duration);
      }
    }
  }
}
