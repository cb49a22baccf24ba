package onlyonce.chaos.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known of an intent. The JSON has these names; what does not apply is null.
 *
 * @param at when the broker wrote it, or the client its journal; what carries no time of its own
 *     has that of the record that it follows from
 * @param subject what was asked, sent or answered: Transfer, Hold, Resume, …; of a posting, the
 *     account
 * @param attempt which attempt was sent, from 1
 * @param outcome what the answer, the row or the end says
 * @param detail more in words
 * @param record where it stands, such as {@code ledger-commands-3@17}
 */
public record Moment(
    Instant at,
    What what,
    String subject,
    @Nullable Integer attempt,
    @Nullable String outcome,
    @Nullable String detail,
    String record) {

  /** In the order of cause and effect: brokers' clocks may tell one time for all of them. */
  public enum What {
    JOURNALLED("journalled", true),
    RESENT("sent again", false),
    UNSENT("not sent", false),
    ASKED("asked", true),
    SENT("sent", true),
    ACKNOWLEDGED("acknowledged", false),
    STORED("stored", false),
    POSTED("posted", false),
    HELD("held", false),
    ANSWERED("answered", true),
    PUT_ASIDE("put aside", true),
    ENDED("ended", true);

    private final String label;
    private final boolean timed;

    What(String label, boolean timed) {
      this.label = label;
      this.timed = timed;
    }
  }

  public static final Comparator<Moment> BY_TIME =
      Comparator.comparing(Moment::at).thenComparing(Moment::what).thenComparing(Moment::record);

  /** One line for people; what has no time of its own stands below what it follows from. */
  public String text(Instant start) {
    StringBuilder words = new StringBuilder(subject).append(' ').append(what.label);
    if (attempt != null) {
      words.append(", attempt ").append(attempt);
    }
    if (outcome != null) {
      words.append(' ').append(outcome);
    }
    if (detail != null) {
      words.append(" (").append(detail).append(')');
    }
    String time =
        what.timed
            ? String.format(
                Locale.ROOT,
                "%-24s  %+10.3f s",
                at,
                Duration.between(start, at).toMillis() / 1000.0)
            : " ".repeat(38);
    return "%s  %-58s  %s".formatted(time, words, record);
  }
}
