package onlyonce.cli;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A run without a mechanism, under load and faults that the mechanism exists for: its report must
 * be {@code invalid}, and say how.
 *
 * @param name of the mechanism
 * @param without what the run lacks, in words
 * @param demo the arguments of {@code demo}, besides seed and folder
 * @param sign what must be red in the report
 */
record NegativeControl(String name, String without, List<String> demo, Sign sign) {

  /** All of them, the quick ones first. */
  static final List<NegativeControl> ALL =
      List.of(
          new NegativeControl(
              "books",
              "one balance is not what was posted to it",
              List.of("--break=books", "--plan=none", "--duration=5s"),
              new Sign.FailedCheck("balances-are-postings")),
          new NegativeControl(
              "dedup",
              "ids are not found again, and every tenth command is sent twice",
              List.of("--break=dedup", "--plan=none", "--duration=5s", "--resend=0.1"),
              new Sign.Intents("duplicated")),
          new NegativeControl(
              "republish",
              "a new owner publishes no outcome again",
              List.of("--break=republish", "--plan=processors", "--duration=40s"),
              new Sign.Intents("stuck")),
          new NegativeControl(
              "ownership",
              "no owner, no offset and no id is compared, and a processor that was paused wakes",
              List.of("--semantics=at-least-once", "--plan=processors", "--duration=40s"),
              new Sign.Intents("duplicated")),
          new NegativeControl(
              "offset-with-effect",
              "offsets are committed before what they stand for",
              List.of("--semantics=at-most-once", "--plan=processors", "--duration=40s"),
              new Sign.Intents("lost")));

  /** What a report has to show. */
  sealed interface Sign {
    /**
     * What was found, in words; empty when it is not there.
     *
     * @param report a {@code report.json}
     */
    Optional<String> in(JsonNode report);

    /** Intents of a class. */
    record Intents(String label) implements Sign {
      @Override
      public Optional<String> in(JsonNode report) {
        long count = report.path("classes").path(label).asLong(0);
        return count > 0 ? Optional.of("%,d %s".formatted(count, label)) : Optional.empty();
      }
    }

    /** A check that is invalid. */
    record FailedCheck(String name) implements Sign {
      @Override
      public Optional<String> in(JsonNode report) {
        return report
            .path("checks")
            .valueStream()
            .filter(check -> name.equals(check.path("name").asString("")))
            .filter(check -> "invalid".equals(check.path("verdict").asString("")))
            .map(check -> name + ": " + check.path("detail").asString(""))
            .findFirst();
      }
    }
  }

  /** Whether a report is as red as it has to be, and by what; empty when it is not. */
  Optional<String> red(JsonNode report) {
    return "invalid".equals(report.path("verdict").asString(""))
        ? sign.in(report)
        : Optional.empty();
  }
}
