package onlyonce.cli.simulate;

import java.util.OptionalLong;
import onlyonce.messages.Outcome;
import onlyonce.saga.Crediting;
import onlyonce.saga.Parked;
import onlyonce.saga.SagaState;

/**
 * Heals everything and lets all work be done: who was paused wakes, what lagged lands, clients send
 * what they have no answer for, timers fire, and a person looks after what is parked.
 */
final class Drain {
  private static final int MOST_ROUNDS = 400;

  private final World world;

  Drain(World world) {
    this.world = world;
  }

  /**
   * Runs until nothing is left to do.
   *
   * @throws ViolatedException also when there always is
   */
  void run() {
    wakeAll();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (!work() && !resumeParked() && !waitForTimers()) {
        return;
      }
    }
    throw ViolatedException.of(
        "every-saga-ends", "after %d rounds there still is work to do".formatted(MOST_ROUNDS));
  }

  private void wakeAll() {
    for (int orchestrator = 0; orchestrator < Setting.ORCHESTRATORS; orchestrator++) {
      world.apply(new Step.OrchestratorClock(orchestrator, 0));
    }
    for (int ledger = 0; ledger < Setting.LEDGERS; ledger++) {
      world.apply(new Step.BrokerClock(ledger, 0));
      for (int processor = 0; processor < Setting.PROCESSORS; processor++) {
        world.apply(new Step.CommitBatch(ledger, processor));
        publishAll(ledger, processor);
      }
    }
    for (Clients.Journalled intent : world.clients().journal().values()) {
      if (!intent.isAcknowledged()) {
        world.apply(new Step.SendIntent(intent.number(), Step.Fate.ACKNOWLEDGED));
      }
    }
  }

  private boolean work() {
    boolean worked = false;
    for (int ledger = 0; ledger < Setting.LEDGERS; ledger++) {
      worked |= workOnLedger(ledger);
    }
    for (int task = 0; task < Setting.TASKS; task++) {
      worked |= workOnTask(task);
    }
    return worked;
  }

  private boolean workOnLedger(int number) {
    LedgerPartition ledger = world.ledger(number);
    int processor = ledger.owner();
    boolean worked = false;
    while (world.apply(new Step.Land(number))) {
      worked = true;
    }
    if (!ledger.hasSession(processor) || ledger.hasGivenUp(processor)) {
      worked |= world.apply(new Step.TakeLedger(number, processor));
    }
    worked |= publishAll(number, processor);
    while (world.apply(new Step.Judge(number, processor, 10))) {
      world.apply(new Step.CommitBatch(number, processor));
      publishAll(number, processor);
      worked = true;
    }
    return worked;
  }

  private boolean publishAll(int ledger, int processor) {
    boolean published = false;
    while (world.apply(new Step.Publish(ledger, processor))) {
      published = true;
    }
    return published;
  }

  private boolean workOnTask(int number) {
    SagaTask task = world.task(number);
    int orchestrator = task.owner();
    boolean worked = false;
    if (!task.hasSession(orchestrator)) {
      worked = world.apply(new Step.TakeTask(number, orchestrator));
    }
    while (world.apply(new Step.ReadStart(number, orchestrator))
        || world.apply(new Step.ReadOutcome(number, orchestrator))) {
      worked = true;
    }
    worked |= world.apply(new Step.CommitTask(number, orchestrator, false));
    return worked;
  }

  private boolean resumeParked() {
    boolean resumed = false;
    for (Clients.Journalled intent : world.clients().journal().values()) {
      SagaState state = world.saga(intent.id());
      if (!(state instanceof Parked parked)) {
        continue;
      }
      if (!(parked.at() instanceof Crediting) || parked.reason() != Outcome.EXPIRED) {
        throw ViolatedException.of(
            "parked-for-cause",
            "T%d was parked at %s by %s"
                .formatted(intent.number(), parked.at().label(), parked.reason().label()));
      }
      resumed |= world.apply(new Step.Resume(intent.number(), false));
    }
    return resumed;
  }

  /** Lets the time pass to the next saga that is due. */
  private boolean waitForTimers() {
    long next = Long.MAX_VALUE;
    for (int task = 0; task < Setting.TASKS; task++) {
      OptionalLong due = world.task(task).nextDueMillis();
      next = Math.min(next, due.orElse(Long.MAX_VALUE));
    }
    if (next == Long.MAX_VALUE) {
      return false;
    }
    long wait = next - world.scene().nowMillis();
    if (wait > 0) {
      world.apply(new Step.Pass(wait));
    }
    for (int task = 0; task < Setting.TASKS; task++) {
      world.apply(new Step.Tick(task, world.task(task).owner()));
    }
    return true;
  }
}
