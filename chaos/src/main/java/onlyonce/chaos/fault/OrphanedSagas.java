package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import onlyonce.chaos.fault.SagasUnderWay.SagaStep;
import onlyonce.localcluster.process.Deadline;
import onlyonce.messages.Topic;

/**
 * The open sagas of an orchestrator that was killed, by the step whose answer they waited for. From
 * the kill until another takes over nobody moves them, and that takes longer than reading the log
 * up to the kill: so what is counted in between is where the kill hit them.
 */
final class OrphanedSagas {
  /** The tally has read by then what was committed before the kill. */
  private static final Duration READ_WITHIN = Duration.ofMillis(700);

  /** A producer that ended is followed by another one within that time. */
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(20);

  private static final Pattern STARTS =
      Pattern.compile(Pattern.quote(Topic.TRANSFERS.topicName()) + "-(\\d+)");

  private final SagasUnderWay sagas;
  private final Set<Integer> partitions;
  private final long killedNanos = System.nanoTime();
  private Optional<Map<SagaStep, Integer>> counted = Optional.empty();

  /**
   * @param had the partitions of its group that the killed one had
   */
  OrphanedSagas(SagasUnderWay sagas, NavigableSet<String> had) {
    this.sagas = sagas;
    this.partitions = starts(had);
  }

  /**
   * Before the kill: waits until it would hit something, for 20 s at most.
   *
   * @param had the partitions of its group that the one to kill has
   * @param fewest how many of its sagas have to be open
   */
  static void awaitOpen(SagasUnderWay sagas, NavigableSet<String> had, long fewest) {
    Set<Integer> partitions = starts(had);
    var _ = Deadline.after(OPEN_WITHIN).await(() -> sum(sagas.in(partitions)) >= fewest);
  }

  private static Set<Integer> starts(NavigableSet<String> had) {
    return had.stream()
        .map(STARTS::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether they could be counted; to be asked again and again. */
  boolean areCounted() {
    if (counted.isEmpty() && System.nanoTime() - killedNanos >= READ_WITHIN.toNanos()) {
      counted = Optional.of(sagas.in(partitions));
    }
    return counted.isPresent();
  }

  long count() {
    return sum(counted.orElse(Map.of()));
  }

  private static long sum(Map<SagaStep, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Such as {@code 31 sagas of its waited: 12 for Hold, 19 for Credit}. */
  String text() {
    if (count() == 0) {
      return "no saga of its was open";
    }
    return counted.orElse(Map.of()).entrySet().stream()
        .map(entry -> entry.getValue() + " for " + entry.getKey().label())
        .collect(Collectors.joining(", ", "%,d sagas of its waited: ".formatted(count()), ""));
  }
}
