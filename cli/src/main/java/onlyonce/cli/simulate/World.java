package onlyonce.cli.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onlyonce.cli.simulate.Setting.SimulatedAccount;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.ForTask;
import onlyonce.messages.Command;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Version;
import onlyonce.saga.Parked;
import onlyonce.saga.SagaState;

/**
 * One history: clients, log, processors with their databases, orchestrators and the time. Nothing
 * happens by itself: {@link #apply} makes one step happen, and looks at the invariants after it.
 */
final class World {
  private final Scene scene;
  private final Clients clients;
  private final List<LedgerPartition> ledgers = new ArrayList<>();
  private final List<SagaTask> tasks = new ArrayList<>();
  private final List<Deque<Addressed>> lagging = new ArrayList<>();
  private final Map<Integer, DestinationReading> notes = new HashMap<>();
  private long events;

  World(Cores cores, Trace trace) {
    this.scene = new Scene(cores, trace);
    this.clients = new Clients(scene);
    for (int ledger = 0; ledger < Setting.LEDGERS; ledger++) {
      ledgers.add(new LedgerPartition(ledger, scene));
      lagging.add(new ArrayDeque<>());
    }
    for (int task = 0; task < Setting.TASKS; task++) {
      tasks.add(new SagaTask(task, scene, this::send));
    }
    openAccounts();
    trace.begin();
  }

  private void openAccounts() {
    int number = 0;
    for (SimulatedAccount account : Setting.ACCOUNTS) {
      UUID id = Clients.id(scene.nowMillis(), number++);
      Command.Open open =
          new Command.Open(account.id(), account.currency(), account.openingMinor(), false);
      scene.append(account.ledger(), new Addressed(id, open));
    }
    for (LedgerPartition ledger : ledgers) {
      ledger.take(0);
      ledger.judge(0, number);
      ledger.commit(0);
      while (ledger.publish(0)) {
        scene.pass(1);
      }
    }
  }

  private void send(Addressed command, int ledger, boolean lags) {
    if (lags) {
      lagging.get(ledger).add(command);
    } else {
      scene.append(ledger, command);
    }
  }

  /**
   * Makes a step happen.
   *
   * @return false when it could not happen here; then nothing has changed
   * @throws ViolatedException when an invariant does not hold afterwards
   */
  boolean apply(Step step) {
    boolean happened;
    try {
      happened = happens(step);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw ViolatedException.of("rules-hold-together", "the rules gave up: " + e.getMessage());
    }
    if (happened) {
      events++;
      scene.pass(1);
      scene.invariants().holdsHaveOwners(this::isOpen);
    }
    return happened;
  }

  private boolean happens(Step step) {
    return switch (step) {
      case Step.Pass pass -> pass(pass.millis());
      case Step.Want want -> clients.want(want);
      case Step.SendIntent send -> clients.send(send.intent(), send.fate());
      case Step.SendConflict send -> clients.sendConflict(send.intent());
      case Step.SendByOtherRoute send -> clients.sendByOtherRoute(send.intent());
      case Step.CloseAccount close -> clients.close(close.account(), close.chance());
      case Step.TakeLedger take -> ledger(take.ledger()).take(take.processor());
      case Step.Judge judge -> ledger(judge.ledger()).judge(judge.processor(), judge.records());
      case Step.CommitBatch commit -> commit(commit);
      case Step.Publish publish -> ledger(publish.ledger()).publish(publish.processor());
      case Step.GiveUp giveUp -> ledger(giveUp.ledger()).giveUp(giveUp.processor());
      case Step.FailOver fail -> ledger(fail.ledger()).failOver(fail.lostCommands());
      case Step.BrokerClock clock -> brokerClock(clock);
      case Step.OrchestratorClock clock -> orchestratorClock(clock);
      case Step.CrashProcessor crash -> crashProcessor(crash.processor());
      case Step.TakeTask take -> task(take.task()).take(take.orchestrator());
      case Step.ReadStart read -> task(read.task()).readStart(read.orchestrator());
      case Step.ReadOutcome read -> task(read.task()).readOutcome(read.orchestrator());
      case Step.Tick tick -> task(tick.task()).tick(tick.orchestrator());
      case Step.CommitTask commit ->
          task(commit.task()).commit(commit.orchestrator(), commit.holdsLag());
      case Step.Land land -> land(land.ledger());
      case Step.CrashOrchestrator crash -> crashOrchestrator(crash.orchestrator());
      case Step.LoseOffsets lose -> task(lose.task()).loseOffsets();
      case Step.Look look -> look(look.intent());
      case Step.Resume resume -> resume(resume);
      case Step.Compensate compensate -> compensate(compensate.intent());
    };
  }

  private boolean pass(long millis) {
    scene.pass(millis);
    scene.say("clock", () -> "%.3f s later".formatted(millis / 1000.0));
    return true;
  }

  private boolean brokerClock(Step.BrokerClock clock) {
    if (!scene.setBrokerClock(clock.ledger(), clock.aheadMillis())) {
      return false;
    }
    scene.say(
        "kafka",
        () ->
            "the clock of ledger %d's broker is %.3f s ahead"
                .formatted(clock.ledger(), clock.aheadMillis() / 1000.0));
    return true;
  }

  private boolean orchestratorClock(Step.OrchestratorClock clock) {
    if (!scene.setOrchestratorClock(clock.orchestrator(), clock.aheadMillis())) {
      return false;
    }
    scene.say(
        SagaTask.orchestratorName(clock.orchestrator()),
        () -> "has a clock that is %.3f s ahead".formatted(clock.aheadMillis() / 1000.0));
    return true;
  }

  private boolean commit(Step.CommitBatch commit) {
    boolean happened = ledger(commit.ledger()).commit(commit.processor());
    if (happened) {
      scene.invariants().books(commit.ledger(), ledger(commit.ledger()).stored().books());
    }
    return happened;
  }

  private boolean crashProcessor(int processor) {
    scene.say(LedgerPartition.processorName(processor), () -> "is killed");
    boolean lost = false;
    for (LedgerPartition ledger : ledgers) {
      lost |= ledger.crash(processor);
    }
    return lost;
  }

  private boolean crashOrchestrator(int orchestrator) {
    scene.say(SagaTask.orchestratorName(orchestrator), () -> "is killed");
    boolean lost = false;
    for (SagaTask task : tasks) {
      lost |= task.crash(orchestrator);
    }
    return lost;
  }

  private boolean land(int ledger) {
    Addressed late = lagging.get(ledger).poll();
    if (late == null) {
      return false;
    }
    scene.append(ledger, late);
    scene.say(
        "kafka",
        () ->
            "lets the %s that lagged into ledger %d"
                .formatted(late.command().type().label(), ledger));
    return true;
  }

  private boolean look(int intent) {
    Clients.Journalled journalled = clients.journalled(intent);
    if (journalled == null) {
      return false;
    }
    DestinationReading seen = read(journalled);
    notes.put(intent, seen);
    scene.say("person", () -> "looks for T%d: %s".formatted(intent, SagaText.of(seen)));
    return true;
  }

  private DestinationReading read(Clients.Journalled journalled) {
    int destination = Setting.PARTITIONING.of(journalled.wish().to());
    Stored books = ledger(destination).stored();
    Version version = new Version(destination, books.nextOffset());
    return books.isCredited(journalled.id())
        ? new DestinationReading.Credited(version)
        : new DestinationReading.NotCredited(version);
  }

  private boolean resume(Step.Resume resume) {
    Clients.Journalled journalled = clients.journalled(resume.intent());
    if (journalled == null || !(saga(journalled.id()) instanceof Parked)) {
      return false;
    }
    DestinationReading reading = resume.byTheNote() ? notes.get(resume.intent()) : read(journalled);
    return reading != null && ask(journalled.id(), new ForTask.Resume(journalled.id(), reading));
  }

  private boolean compensate(int intent) {
    Clients.Journalled journalled = clients.journalled(intent);
    return journalled != null
        && saga(journalled.id()) instanceof SagaState.Open
        && ask(journalled.id(), new ForTask.Compensate(journalled.id()));
  }

  private boolean ask(UUID transfer, ForTask request) {
    scene.log().transfers(SimulatedLog.taskOf(transfer)).append(scene.nowMillis(), request);
    scene.say("person", () -> "asks " + SagaText.of(request, scene::name));
    return true;
  }

  /** Whether a transfer's saga is known and has not ended. */
  private boolean isOpen(UUID transfer) {
    return saga(transfer) instanceof SagaState.Open;
  }

  /** What is committed of a transfer's saga. */
  SagaState saga(UUID transfer) {
    return taskOf(transfer).state(transfer);
  }

  private SagaTask taskOf(UUID transfer) {
    return task(SimulatedLog.taskOf(transfer));
  }

  boolean isLagging(int ledger) {
    return !lagging.get(ledger).isEmpty();
  }

  LedgerPartition ledger(int ledger) {
    return ledgers.get(ledger);
  }

  SagaTask task(int task) {
    return tasks.get(task);
  }

  Clients clients() {
    return clients;
  }

  Scene scene() {
    return scene;
  }

  /** How many steps have happened. */
  long events() {
    return events;
  }
}
