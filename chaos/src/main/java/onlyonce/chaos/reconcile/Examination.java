package onlyonce.chaos.reconcile;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import onlyonce.chaos.check.Check;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Circumstances;
import onlyonce.chaos.history.History;
import onlyonce.chaos.intent.Answers;
import onlyonce.chaos.intent.Classify;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.chaos.intent.Intents;
import onlyonce.chaos.intent.PayloadHash;
import onlyonce.chaos.intent.Strays;
import onlyonce.chaos.model.Judged;
import onlyonce.chaos.model.LedgerModel;
import onlyonce.chaos.report.DeadLetterCounts;
import onlyonce.chaos.report.Judgement;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.Command;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetter;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Semantics;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a history. Journals first, then what was answered, then each ledger partition with
 * its log and rows, then every intent's class and the checks' verdicts.
 */
public final class Examination {
  private final History history;
  private final Partitioning partitioning;
  private final RunContext run;
  private final ProgressListener progress;

  private final Intents intents;
  private final Strays strays = new Strays();
  private final MoneyTally money = new MoneyTally();
  private final LatencyTally latency = new LatencyTally();
  private final GapTally gaps;
  private final Answers outcomes = new Answers();
  private final Answers results = new Answers();
  private final ChosenChecks chosen;
  private final List<Check> checks;
  private final DamageTally damage;

  private final Map<IntentClass, Long> classes = new EnumMap<>(IntentClass.class);
  private long ownDeadLetters;
  private long foreignDeadLetters;
  private long sagas;
  private long applied;
  private long firstAppend = Long.MAX_VALUE;
  private long lastAppend;
  private long steps;

  public Examination(
      History history, Partitioning partitioning, RunContext run, ProgressListener progress) {
    this.history = history;
    this.partitioning = partitioning;
    this.run = run;
    this.progress = progress;
    this.intents = new Intents(partitioning);
    this.chosen = new ChosenChecks(run.semantics(), outcomes, results);
    this.checks = chosen.all();
    this.gaps = new GapTally(run.faults());
    this.damage = new DamageTally(run.faults());
  }

  /** Reads everything once. */
  public void read() {
    step("journals");
    history.readJournals(intents);
    for (Topic topic : List.of(Topic.TRANSFERS, Topic.LEDGER_COMMANDS)) {
      for (int partition = 0; partition < history.partitions(topic); partition++) {
        chosen.logReachesBack().range(topic, partition, history.range(topic, partition));
      }
    }
    each(
        Topic.TRANSFERS,
        logged -> intents.find(ReplayPartition.idOf(logged)).ifPresent(Intent::foundInLog));
    each(Topic.LEDGER_OUTCOMES, this::outcome);
    each(Topic.TRANSFER_RESULTS, this::result);
    Set<String> origins = new HashSet<>();
    each(Topic.DEAD_LETTERS, logged -> deadLetter(logged, origins));
    ReplayPartition replay =
        new ReplayPartition(
            history,
            new ReplayPartition.Evidence(
                run.semantics(), partitioning, intents, strays, money, outcomes, results),
            checks);
    for (int partition = 0; partition < partitioning.count(); partition++) {
      step("ledger partition " + partition);
      measure(replay.replay(partition));
    }
    chosen.replicasEqual().read(history.readReplicas());
    step("intents");
    intents.all().forEach(this::classify);
    money.strays(strays);
    step("verdict");
  }

  private void each(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    step("topic " + topic.topicName());
    for (int partition = 0; partition < history.partitions(topic); partition++) {
      history.readLog(topic, partition, reader);
    }
  }

  private void step(String name) {
    progress.progress(name, steps++, partitioning.count() + 7L);
  }

  private void outcome(ConsumerRecord<byte[], byte[]> logged) {
    try {
      CommandOutcome outcome = CommandOutcomeCodec.decode(logged.value());
      // These two judge a record, not the command that has the id.
      if (outcome.outcome() != Outcome.CONFLICTS_WITH_EARLIER
          && outcome.outcome() != Outcome.EXPIRED) {
        outcomes.publish(outcome.commandId(), outcome.outcome(), logged.value());
      }
      intents
          .find(outcome.commandId())
          .ifPresent(intent -> intent.answer(outcome.outcome(), logged.timestamp()));
      if (movesMoney(outcome.type())) {
        intents
            .find(outcome.transferId().orElse(outcome.commandId()))
            .ifPresent(intent -> intent.answerForMoney(logged.timestamp()));
      }
    } catch (UnreadableException e) {
      // Somebody else's garbage answers nobody.
    }
  }

  /** A Settle's answer comes late, and its hold row keeps it from moving money twice. */
  private static boolean movesMoney(CommandType type) {
    return switch (type) {
      case OPEN, POST, CREDIT -> true;
      case CONFIGURE, CLOSE, HOLD, SETTLE, RELEASE -> false;
    };
  }

  private void result(ConsumerRecord<byte[], byte[]> logged) {
    try {
      TransferResult result = TransferResultCodec.decode(logged.value());
      results.publish(result.transferId(), result.reason().orElse(Outcome.APPLIED), logged.value());
      intents
          .find(result.transferId())
          .ifPresent(
              intent -> {
                intent.end(result, logged.timestamp());
                if (intent.wish().kind() == IntentKind.POST) {
                  intent.answerForMoney(logged.timestamp());
                }
              });
    } catch (UnreadableException e) {
      // Somebody else's garbage ends nothing.
    }
  }

  private void deadLetter(ConsumerRecord<byte[], byte[]> logged, Set<String> origins) {
    DeadLetter letter;
    try {
      letter = DeadLetter.read(logged.headers());
    } catch (UnreadableException e) {
      foreignDeadLetters++;
      return;
    }
    if (!origins.add(letter.topic() + '-' + letter.partition() + '@' + letter.offset())) {
      return;
    }
    UUID id = ReplayPartition.idOf(logged);
    checks.forEach(check -> check.deadLetter(letter, id));
    Optional<Intent> intent = intents.find(id);
    if (intent.isPresent()) {
      ownDeadLetters++;
      judge(intent.get(), letter.reason(), logged);
    } else if (isOwnStep(id, logged)) {
      ownDeadLetters++;
    } else {
      foreignDeadLetters++;
    }
  }

  private static void judge(
      Intent intent, DeadLetterReason reason, ConsumerRecord<byte[], byte[]> logged) {
    switch (reason) {
      case CONFLICTS_WITH_EARLIER -> {
        if (PayloadHash.of(logged.value()) == intent.payloadHash()) {
          intent.conflict();
        }
      }
      case EXPIRED -> intent.expire();
      case MISSING_HEADER,
          BAD_HEADER,
          BAD_ID,
          UNKNOWN_TYPE,
          BAD_JSON,
          DUPLICATE_KEY,
          UNKNOWN_FIELD,
          MISSING_FIELD,
          BAD_VALUE,
          WRONG_PARTITION ->
          intent.deadLetter();
    }
  }

  private boolean isOwnStep(@Nullable UUID id, ConsumerRecord<byte[], byte[]> logged) {
    try {
      return id != null
          && CommandCodec.decode(logged.headers(), logged.value()) instanceof Command.SagaStep step
          && intents.find(step.transferId()).isPresent()
          && CommandIds.ofStep(step.transferId(), step.type()).equals(id);
    } catch (UnreadableException e) {
      return false;
    }
  }

  private void measure(LedgerModel model) {
    applied +=
        switch (run.semantics()) {
          case EXACTLY_ONCE -> model.applied();
          case AT_LEAST_ONCE, AT_MOST_ONCE ->
              model.judged().stream().filter(this::saidApplied).count();
        };
    firstAppend = Math.min(firstAppend, model.firstAppendMillis());
    lastAppend = Math.max(lastAppend, model.lastAppendMillis());
    for (Judged judged : model.judged()) {
      sagas += judged.type() == CommandType.HOLD ? 1 : 0;
    }
  }

  private boolean saidApplied(Judged judged) {
    Answers answers = judged.answerTopic() == Topic.TRANSFER_RESULTS ? results : outcomes;
    return answers.outcome(judged.id()).filter(said -> said == Outcome.APPLIED).isPresent();
  }

  private void classify(Intent intent) {
    IntentClass intentClass = Classify.classOf(intent);
    classes.merge(intentClass, 1L, Long::sum);
    checks.forEach(check -> check.intent(intent, intentClass));
    money.intent(intent);
    latency.intent(intent);
    gaps.intent(intent);
    damage.intent(intent, intentClass);
  }

  /**
   * Whether waiting may help: an intent in the log has no end, a log is not processed, an answer is
   * not published. At most once, what has no end never gets one. Meaningful once everything was
   * read.
   */
  public boolean isUnsettled() {
    boolean mayEnd = run.semantics() != Semantics.AT_MOST_ONCE;
    return (mayEnd && classes.getOrDefault(IntentClass.STUCK, 0L) > 0)
        || chosen.isBehind()
        || chosen.isSilent();
  }

  /**
   * Asks every check for its verdict. To be called once, after {@link #read}.
   *
   * @param rest whether anything moved meanwhile
   */
  public Report report(Circumstances.Rest rest, Instant at) {
    Circumstances circumstances =
        new Circumstances(run.semantics(), rest, run.faults(), intents, strays, outcomes, results);
    List<CheckResult> verdicts = checks.stream().map(check -> check.result(circumstances)).toList();
    long span = Math.max(1, lastAppend - firstAppend);
    return new Report(
        run,
        at,
        intents.input(),
        intents.size(),
        classes,
        chosen.nothingUnexpected().count(),
        sagas,
        new DeadLetterCounts(ownDeadLetters, foreignDeadLetters),
        money.money(),
        new Judgement(verdicts, chosen.leftOut()),
        applied < 2 ? 0 : Math.round(applied * 1000.0 / span),
        latency.latency(),
        gaps.gaps(),
        damage.damage(),
        latency.timeline());
  }
}
