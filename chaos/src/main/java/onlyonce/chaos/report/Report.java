package onlyonce.chaos.report;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.intent.InputCounts;
import onlyonce.chaos.intent.IntentClass;

/**
 * What a reconciliation found.
 *
 * @param at when it was made
 * @param intents how many distinct intents the journals hold; the classes add up to it
 * @param unexpected how many ids moved money that no intent asked for
 * @param sagas how many transfers between ledger partitions were started
 * @param money by currency
 * @param commandsPerSecond ledger commands applied between the first and the last of them
 * @param gaps for how long no saga ended
 * @param damage what went wrong, and at which faults
 */
public record Report(
    RunContext run,
    Instant at,
    InputCounts input,
    long intents,
    Map<IntentClass, Long> classes,
    long unexpected,
    long sagas,
    DeadLetterCounts deadLetters,
    SortedMap<String, Money> money,
    Judgement judgement,
    long commandsPerSecond,
    Latency latency,
    ResultGaps gaps,
    Damage damage,
    List<TimelinePoint> timeline) {

  public Report {
    Map<IntentClass, Long> all = new EnumMap<>(IntentClass.class);
    for (IntentClass intentClass : IntentClass.values()) {
      all.put(intentClass, classes.getOrDefault(intentClass, 0L));
    }
    classes = Collections.unmodifiableMap(all);
    long sum = classes.values().stream().mapToLong(Long::longValue).sum();
    if (sum != intents) {
      throw new IllegalArgumentException(
          "the classes add up to " + sum + " but there are " + intents + " intents");
    }
    money = Collections.unmodifiableSortedMap(new TreeMap<>(money));
    timeline = List.copyOf(timeline);
  }

  /** The worst of the checks. */
  public Verdict verdict() {
    return Verdict.worst(checks());
  }

  public List<CheckResult> checks() {
    return judgement.checks();
  }

  public List<BadIntent> badIntents() {
    return damage.badIntents();
  }

  /** How many intents are in a class. */
  public long count(IntentClass intentClass) {
    return classes.getOrDefault(intentClass, 0L);
  }
}
