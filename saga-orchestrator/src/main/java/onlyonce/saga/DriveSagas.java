package onlyonce.saga;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import onlyonce.messages.Topic;
import onlyonce.messages.UnreadableException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One record, or one timer: look the saga up, decide, store, send. State, commands, results and the
 * record's own offset are one Kafka transaction, so all of it happens or none.
 */
final class DriveSagas implements Processor<byte[], byte[], byte[], byte[]> {
  /** How often timers are looked at. A retry may come this much late. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** How many timers are served at once: a bound on how long records wait for them. */
  private static final int MOST_TIMERS = 1_000;

  /** So that time does not stand still for a task that never catches up. */
  private static final int MOST_WHEN_BEHIND = 20;

  /** How long a deadline waits at a time for what may lie unread. */
  private static final Duration POSTPONED = Duration.ofSeconds(1);

  private final SagaRules rules;
  private final Incoming incoming;
  private final SagaSettings.Log log;
  private final SagaCounters counters;
  private final Backlog backlog;
  private final CommitPace commits;
  private @Nullable Task task;
  private @Nullable Cancellable looking;

  DriveSagas(
      SagaRules rules,
      Incoming incoming,
      SagaSettings.Log log,
      SagaCounters counters,
      Backlog backlog,
      CommitPace commits) {
    this.rules = rules;
    this.incoming = incoming;
    this.log = log;
    this.counters = counters;
    this.backlog = backlog;
    this.commits = commits;
  }

  /** What Kafka Streams hands over when the task starts. */
  private record Task(
      ProcessorContext<byte[], byte[]> context, SagaMemory memory, LedgerPace pace) {
    void forward(Record<byte[], byte[]> kafkaRecord, Topic topic) {
      context.forward(kafkaRecord, topic.topicName());
    }
  }

  /** A record, and where it was read. */
  private record Cause(Record<byte[], byte[]> kafkaRecord, RecordMetadata origin) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<Bytes, byte[]> sagas = context.getStateStore(SagaStore.NAME);
    KeyValueStore<Bytes, byte[]> rest = context.getStateStore(TaskStore.NAME);
    SagaMemory memory =
        new SagaMemory(new SagaStore(sagas), rest, log, context.currentSystemTimeMs());
    Task here = new Task(context, memory, new LedgerPace(backlog, context.currentSystemTimeMs()));
    this.task = here;
    this.looking =
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look(here, now));
  }

  /**
   * Ends looking, too: a task whose state was corrupt is revived as the same object and with the
   * same punctuations, and an old one would go on over a memory that is no longer true.
   */
  @Override
  public void close() {
    if (looking != null) {
      looking.cancel();
    }
    looking = null;
    task = null;
    counters.taskClosed(this);
  }

  @Override
  public void process(Record<byte[], byte[]> kafkaRecord) {
    Task here = task;
    if (here == null) {
      throw new IllegalStateException("a record came before init");
    }
    RecordMetadata origin =
        here.context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without an origin"));
    counters.read(origin.topic());
    commits.worked();
    long nowMillis = here.context().currentSystemTimeMs();
    backlog.read(kafkaRecord.timestamp(), nowMillis);
    if (origin.topic().equals(Topic.LEDGER_OUTCOMES.topicName())) {
      here.pace().readAnswer(kafkaRecord.timestamp(), nowMillis);
    }
    try {
      Optional<SagaEvent> event =
          incoming.read(kafkaRecord, origin, here.memory()::floorAfter, nowMillis);
      if (event.isPresent()) {
        SagaState before = here.memory().get(event.get().transferId());
        Decision decision = rules.decide(before, event.get());
        hear(here, before, event.get());
        keep(here, before, decision, nowMillis);
        send(here, decision, new Cause(kafkaRecord, origin));
      }
    } catch (UnreadableException e) {
      counters.refused(e.reason());
      here.forward(
          RefusedRecord.asDeadLetter(kafkaRecord, origin, e.reason(), e.detail()),
          Topic.DEAD_LETTERS);
    }
  }

  /** Serves timers, and does a little of what the store's upkeep needs. */
  private void look(Task here, long nowMillis) {
    here.memory().adopt();
    // Who is behind has better to do, and finds most answers in what is still to be read.
    int most = backlog.isBehind(nowMillis) ? MOST_WHEN_BEHIND : MOST_TIMERS;
    int taken = 0;
    int served = 0;
    while (served < most && taken < MOST_TIMERS) {
      List<UUID> due = here.memory().takeDue(nowMillis, most - served);
      if (due.isEmpty()) {
        break;
      }
      taken += due.size();
      served += serve(here, due, nowMillis);
    }
    if (served > 0) {
      commits.worked();
    }
    counters.forgotten(here.memory().forget());
    here.memory().count(nowMillis, most);
    counters.open(this, here.memory().open(nowMillis));
  }

  /**
   * Looks at sagas whose timers were due.
   *
   * @return at how many: those that have ended cost next to nothing, and most have
   */
  private int serve(Task here, List<UUID> transferIds, long nowMillis) {
    int served = 0;
    for (UUID transferId : transferIds) {
      SagaState before = here.memory().get(transferId);
      OptionalLong due = before.dueMillis();
      if (due.isPresent()) {
        lookAt(here, before, new Due(transferId, nowMillis), due.getAsLong());
        served++;
      }
    }
    return served;
  }

  private void lookAt(Task here, SagaState before, Due event, long dueMillis) {
    long nowMillis = event.nowMillis();
    if (dueMillis > nowMillis) {
      here.memory().lookLater(event.transferId(), dueMillis);
    } else if (before instanceof Awaiting waiting && mayWait(here, waiting, nowMillis)) {
      counters.queued();
      here.memory().lookLater(event.transferId(), laterThan(nowMillis, waiting));
    } else {
      Decision decision = rules.decide(before, event);
      keep(here, before, decision, nowMillis);
      decision.emissions().forEach(emission -> sendDue(here, emission, nowMillis));
    }
  }

  /**
   * Whether the step is only queued, and no deadline asks for a decision; or one does, and the
   * answer may have come in time and lie there unread.
   */
  private boolean mayWait(Task here, Awaiting saga, long nowMillis) {
    if (saga instanceof Holding holding) {
      OptionalLong deadline = holding.deadlineMillis();
      if (deadline.isEmpty() || deadline.getAsLong() <= nowMillis) {
        return deadline.isPresent() && here.pace().mayHaveUnread(deadline.getAsLong(), nowMillis);
      }
    }
    int partition = log.partitioning().of(saga.step().account());
    return here.pace().isQueued(partition, saga.sinceMillis(), nowMillis);
  }

  /**
   * Twice as long as the saga has waited, but not beyond its deadline; a little later when that has
   * passed.
   */
  private long laterThan(long nowMillis, Awaiting saga) {
    RetryPolicy retries = log.retries();
    long waited = Math.max(nowMillis - saga.sinceMillis(), retries.firstPause().toMillis());
    long later = nowMillis + Math.min(waited, retries.longestPause().toMillis());
    if (!(saga instanceof Holding holding) || holding.deadlineMillis().isEmpty()) {
      return later;
    }
    long deadline = holding.deadlineMillis().getAsLong();
    return deadline <= nowMillis ? nowMillis + POSTPONED.toMillis() : Math.min(later, deadline);
  }

  /** Every answer tells how far its ledger partition has come. */
  private static void hear(Task here, SagaState before, SagaEvent event) {
    if (event instanceof Replied reply
        && before instanceof Awaiting waiting
        && reply.answers(waiting.awaited())) {
      here.pace().answered(reply.version(), waiting.sinceMillis(), reply.nowMillis());
    }
  }

  private void keep(Task here, SagaState before, Decision decision, long nowMillis) {
    if (decision.state() instanceof SagaState.Remembered after && !after.equals(before)) {
      here.memory().put(before, after, nowMillis);
      counters.entered(before, after, nowMillis);
    }
    decision.ignored().ifPresent(counters::ignored);
  }

  private void send(Task here, Decision decision, Cause cause) {
    long causeMillis = cause.kafkaRecord().timestamp();
    for (Emission emission : decision.emissions()) {
      switch (emission) {
        case Emission.Send send ->
            here.forward(Outgoing.command(send, causeMillis), Topic.LEDGER_COMMANDS);
        case Emission.Publish publish ->
            here.forward(Outgoing.result(publish.result(), causeMillis), Topic.TRANSFER_RESULTS);
        case Emission.Refuse refuse -> {
          here.memory().keepFloor();
          counters.refused(refuse.reason());
          here.forward(
              RefusedRecord.asDeadLetter(
                  cause.kafkaRecord(), cause.origin(), refuse.reason(), refuse.detail()),
              Topic.DEAD_LETTERS);
        }
      }
    }
  }

  private static void sendDue(Task here, Emission emission, long nowMillis) {
    switch (emission) {
      case Emission.Send send ->
          here.forward(Outgoing.command(send, nowMillis), Topic.LEDGER_COMMANDS);
      case Emission.Publish publish ->
          here.forward(Outgoing.result(publish.result(), nowMillis), Topic.TRANSFER_RESULTS);
      case Emission.Refuse refuse ->
          throw new IllegalStateException("time has no record to refuse: " + refuse.detail());
    }
  }
}
