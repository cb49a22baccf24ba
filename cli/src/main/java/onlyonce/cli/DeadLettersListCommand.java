package onlyonce.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows dead letters. */
@Command(
    name = "list",
    description = "Shows what could not be read or judged, oldest first, with reason and origin.")
final class DeadLettersListCommand implements Callable<Integer> {
  private static final Comparator<FoundDeadLetter> BY_AGE =
      Comparator.<FoundDeadLetter>comparingLong(found -> found.kept().timestamp())
          .thenComparingInt(found -> found.kept().partition())
          .thenComparingLong(found -> found.kept().offset());

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Option(names = "--reason", paramLabel = "REASON", description = "Only those of this reason.")
  private @Nullable String reason;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Show at most so many, the newest. Default: ${DEFAULT-VALUE}")
  private int limit = 1_000;

  @Override
  public Integer call() {
    if (limit < 1 || limit > 1_000_000) {
      throw new UsageException("--limit must be from 1 to 1000000 but is " + limit);
    }
    DeadLetterChoice choice = DeadLetterChoice.of(List.of(), reason);
    PriorityQueue<FoundDeadLetter> newest = new PriorityQueue<>(BY_AGE);
    long[] count = new long[1];
    ReadDeadLetters.each(
        kafka.clientProperties(),
        found ->
            found.stream()
                .filter(choice::takes)
                .forEach(
                    letter -> {
                      count[0]++;
                      newest.add(letter);
                      if (newest.size() > limit) {
                        newest.remove();
                      }
                    }));
    List<FoundDeadLetter> shown = new ArrayList<>(newest);
    shown.sort(BY_AGE);
    show(shown, count[0]);
    return ExitCode.OK;
  }

  private void show(List<FoundDeadLetter> shown, long count) {
    Terminal terminal = new Terminal(spec);
    if (json) {
      terminal.print(json(shown));
    } else {
      shown.forEach(letter -> terminal.print(text(letter)));
      terminal.print(count == 1 ? "1 dead letter" : count + " dead letters");
    }
    if (count > shown.size()) {
      terminal.warn(
          "only the newest %d of %d are shown; --limit shows more".formatted(shown.size(), count));
    }
  }

  private static String text(FoundDeadLetter letter) {
    return "%s  %s  %s  %s  %s  from %s%n    %s"
        .formatted(
            letter.place(),
            Instant.ofEpochMilli(letter.kept().timestamp()),
            letter.reason(),
            letter.type(),
            letter.id(),
            letter.origin(),
            letter.detail());
  }

  /** One dead letter in JSON. */
  record Shown(
      int partition,
      long offset,
      String at,
      String reason,
      String detail,
      String origin,
      String id,
      String type) {

    static Shown of(FoundDeadLetter letter) {
      return new Shown(
          letter.kept().partition(),
          letter.kept().offset(),
          Instant.ofEpochMilli(letter.kept().timestamp()).toString(),
          letter.reason(),
          letter.detail(),
          letter.origin(),
          letter.id(),
          letter.type());
    }
  }

  static String json(List<FoundDeadLetter> shown) {
    return PrettyJson.of(shown.stream().map(Shown::of).toList());
  }
}
