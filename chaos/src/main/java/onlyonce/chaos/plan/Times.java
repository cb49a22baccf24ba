package onlyonce.chaos.plan;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How plans write times. */
final class Times {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,2})%");
  private static final Pattern BEFORE_END = Pattern.compile("end-(\\d{1,9}(?:ms|s|m))");

  private Times() {}

  /**
   * A moment of a load phase of unknown length.
   *
   * @param share of the load phase
   * @param more or less than that
   */
  record Moment(double share, Duration more) {
    static final Moment BEGIN = new Moment(0, Duration.ZERO);
    static final Moment END = new Moment(1, Duration.ZERO);

    Duration in(Duration load) {
      return Duration.ofMillis(Math.round(load.toMillis() * share)).plus(more);
    }

    /** Whether it moves with the load phase's length, so that chance may move it a little. */
    boolean isShare() {
      return more.isZero();
    }
  }

  /**
   * Such as {@code 500ms}, {@code 9s} or {@code 2m}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Duration span(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no time; write 500ms, 9s or 2m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /**
   * Such as {@code 40%} of the load phase, {@code 12s} after it began, {@code end-12s}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Moment moment(String text) {
    Matcher share = SHARE.matcher(text);
    if (share.matches()) {
      return new Moment(Integer.parseInt(share.group(1)) / 100.0, Duration.ZERO);
    }
    Matcher beforeEnd = BEFORE_END.matcher(text);
    if (beforeEnd.matches()) {
      return new Moment(1, span(beforeEnd.group(1)).negated());
    }
    if (SPAN.matcher(text).matches()) {
      return new Moment(0, span(text));
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no moment of the load phase; write 40%, 12s or end-12s");
  }
}
