package onlyonce.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One record of a saga's story. The JSON has these names; what does not apply is null.
 *
 * @param at when the broker wrote it
 * @param what asked, sent, answered, ended, put aside
 * @param subject what was asked, sent or answered: Transfer, Hold, Resume, …
 * @param attempt which attempt was sent, from 1
 * @param outcome what the answer or the end says
 * @param detail more in words
 * @param record where it stands, such as {@code ledger-commands-3@17}
 */
record SagaMoment(
    Instant at,
    What what,
    String subject,
    @Nullable Integer attempt,
    @Nullable String outcome,
    @Nullable String detail,
    String record) {

  /** In the order of cause and effect: brokers' clocks may tell one time for all of them. */
  enum What {
    ASKED("asked"),
    SENT("sent"),
    ANSWERED("answered"),
    PUT_ASIDE("put aside"),
    ENDED("ended");

    private final String label;

    What(String label) {
      this.label = label;
    }
  }

  static final Comparator<SagaMoment> BY_TIME =
      Comparator.comparing(SagaMoment::at)
          .thenComparing(SagaMoment::what)
          .thenComparing(SagaMoment::record);

  /** One line for people. */
  String text(Instant start) {
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
    return String.format(
        Locale.ROOT,
        "%-24s  %+10.3f s  %-58s  %s",
        at,
        Duration.between(start, at).toMillis() / 1000.0,
        words,
        record);
  }
}
