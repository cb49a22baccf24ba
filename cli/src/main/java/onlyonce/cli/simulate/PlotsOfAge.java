package onlyonce.cli.simulate;

import java.util.UUID;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.cli.simulate.Stage.Cast;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.saga.Crediting;
import onlyonce.saga.Ended;
import onlyonce.saga.Holding;
import onlyonce.saga.NotStarted;
import onlyonce.saga.Parked;

/**
 * Plots in which something comes too late: past a deadline, past half the window, past all of it.
 */
final class PlotsOfAge {
  private static final long WINDOW_MILLIS = Setting.WINDOW.toMillis();
  private static final long DEADLINE_MILLIS = RealCores.RETRIES.holdDeadline().toMillis();
  private static final long LONGEST_PAUSE_MILLIS = RealCores.RETRIES.longestPause().toMillis();

  private PlotsOfAge() {}

  /**
   * A Credit is applied and its answer does not get out, until the deadline has passed, and the
   * whole window; the retry expires. Then Kafka's client gives the answer up, and what the retry
   * came to overtakes it.
   */
  static void lateAnswer(Stage stage) {
    Cast cast = crediting(stage);
    stage.act(new Step.Look(cast.intent()));
    int destination = cast.destination();
    if (!stage.until(
        () -> cast.facts().credits > 0 || !cast.is(Crediting.class),
        Quiet.outcomesOf(destination).and(Quiet.people()))) {
      return;
    }
    stage.pass(DEADLINE_MILLIS + 1_000);
    tick(stage, cast);
    boolean pastTheWindow = stage.random().nextInt(3) > 0;
    if (pastTheWindow) {
      stage.pass(WINDOW_MILLIS + LONGEST_PAUSE_MILLIS);
      stage.raiseFloor(destination);
      tick(stage, cast);
    }
    work(stage, destination);
    if (stage.random().nextInt(3) > 0) {
      giveUp(stage, cast.stepId(CommandType.CREDIT), destination);
    }
    stage.until(
        () -> cast.is(Parked.class) || cast.is(Ended.class),
        Quiet.people()
            .and(step -> !(step instanceof Step.TakeLedger take) || take.ledger() != destination));
    stage.act(new Step.Resume(cast.intent(), true));
  }

  /** A Hold is applied and its answer does not get out; its retry commits past the window. */
  static void holdRetriedPastTheWindow(Stage stage) {
    Cast cast = begun(stage);
    int source = cast.source();
    int task = cast.task();
    if (!stage.until(
        () -> cast.facts().holds > 0,
        Quiet.outcomesOf(source).and(Quiet.task(task)).and(Quiet.people()))) {
      return;
    }
    stage.pass(RealCores.RETRIES.firstPause().toMillis());
    int orchestrator = stage.world().task(task).owner();
    stage.act(new Step.TakeTask(task, orchestrator));
    stage.act(new Step.Tick(task, orchestrator));
    stage.pass(WINDOW_MILLIS + 1_000);
    stage.raiseFloor(source);
    stage.act(new Step.CommitTask(task, orchestrator, false));
    work(stage, source);
    giveUp(stage, cast.stepId(CommandType.HOLD), source);
    stage.until(() -> cast.is(Ended.class), Quiet.people());
  }

  /** Kafka's client gives up what tells that a step was applied; what comes after it goes out. */
  private static void giveUp(Stage stage, UUID stepId, int ledger) {
    LedgerPartition partition = stage.world().ledger(ledger);
    int processor = partition.owner();
    while (partition.hasDue(processor)) {
      boolean itsAnswer =
          partition
              .nextDue(processor)
              .filter(
                  said ->
                      said instanceof Said.Answer answer
                          && answer.outcome().commandId().equals(stepId)
                          && answer.outcome().outcome() == Outcome.APPLIED)
              .isPresent();
      stage.act(
          itsAnswer ? new Step.GiveUp(ledger, processor) : new Step.Publish(ledger, processor));
    }
  }

  /** An orchestrator pauses with a Credit in its transaction, which commits past the window. */
  static void creditNeverJudged(Stage stage) {
    Cast cast = begun(stage);
    if (!stage.until(
        () -> cast.facts().holds > 0 && cast.is(Holding.class), Quiet.task(cast.task()))) {
      return;
    }
    publishAll(stage, cast.source());
    int task = cast.task();
    int orchestrator = stage.world().task(task).owner();
    stage.act(new Step.TakeTask(task, orchestrator));
    while (stage.world().task(task).hasUnreadOutcome(orchestrator)) {
      stage.act(new Step.ReadOutcome(task, orchestrator));
    }
    stage.act(new Step.Look(cast.intent()));
    stage.pass(WINDOW_MILLIS + 1_000);
    stage.raiseFloor(cast.destination());
    work(stage, cast.destination());
    stage.act(new Step.CommitTask(task, orchestrator, false));
    stage.until(() -> cast.is(Parked.class), Quiet.people());
    stage.act(new Step.Resume(cast.intent(), true));
    stage.act(new Step.Resume(cast.intent(), false));
    stage.until(() -> cast.is(Ended.class), Quiet.nothing());
  }

  /** The same with a Hold. */
  static void holdNeverJudged(Stage stage) {
    Cast cast = stage.wantAcross();
    int task = cast.task();
    int orchestrator = stage.world().task(task).owner();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    stage.act(new Step.TakeTask(task, orchestrator));
    while (stage.world().task(task).hasUnreadStart(orchestrator)) {
      stage.act(new Step.ReadStart(task, orchestrator));
    }
    stage.pass(WINDOW_MILLIS + 1_000);
    stage.raiseFloor(cast.source());
    work(stage, cast.source());
    stage.act(new Step.CommitTask(task, orchestrator, false));
    stage.until(() -> cast.is(Ended.class), Quiet.people());
  }

  /** The source is down after the pivot, for longer than the window; then answers get lost. */
  static void settledBelowTheFloor(Stage stage) {
    Cast cast = crediting(stage);
    if (!stage.until(() -> cast.facts().credits > 0, Quiet.task(cast.task()))) {
      return;
    }
    publishAll(stage, cast.destination());
    stage.pass(WINDOW_MILLIS + 1_000);
    stage.raiseFloor(cast.source());
    work(stage, cast.source());
    if (!stage.until(
        () -> cast.facts().settles > 0, Quiet.outcomesOf(cast.source()).and(Quiet.people()))) {
      return;
    }
    stage.act(new Step.CrashProcessor(stage.world().ledger(cast.source()).owner()));
    stage.pass(LONGEST_PAUSE_MILLIS);
    tick(stage, cast);
    stage.until(() -> cast.is(Ended.class), Quiet.people());
  }

  /** A start comes again when its saga has long ended, and once more when it is forgotten. */
  static void startAfterForgotten(Stage stage) {
    Cast cast = stage.wantAcross();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ANSWER_LOST));
    if (!stage.until(() -> cast.is(Ended.class), Quiet.people())) {
      return;
    }
    stage.pass(WINDOW_MILLIS / 2 + 1_000);
    tick(stage, cast);
    again(stage, cast);
    stage.pass(WINDOW_MILLIS / 2 + 1_000);
    if (stage.raiseTaskFloor(cast.task())) {
      tick(stage, cast);
      again(stage, cast);
    }
  }

  private static void again(Stage stage, Cast cast) {
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    int task = cast.task();
    stage.until(
        () -> !stage.world().task(task).hasUnreadStart(stage.world().task(task).owner()),
        Quiet.people());
    stage.act(new Step.CommitTask(task, stage.world().task(task).owner(), false));
    stage.noise(10);
  }

  /** The source does not answer a Hold before its deadline, and then it does. */
  static void holdUnanswered(Stage stage) {
    Cast cast = begun(stage);
    boolean applied = stage.random().nextBoolean();
    if (applied) {
      stage.until(
          () -> cast.facts().holds > 0,
          Quiet.outcomesOf(cast.source()).and(Quiet.people()).and(Quiet.task(cast.task())));
    }
    stage.pass(DEADLINE_MILLIS + 1_000);
    tick(stage, cast);
    stage.until(() -> cast.is(Ended.class), Quiet.people());
  }

  private static Cast begun(Stage stage) {
    Cast cast = stage.wantAcross();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    stage.until(() -> !cast.is(NotStarted.class), Quiet.ledger(cast.source()).and(Quiet.people()));
    return cast;
  }

  private static Cast crediting(Stage stage) {
    Cast cast = stage.wantAcross();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    stage.until(
        () -> cast.is(Crediting.class) || cast.is(Ended.class),
        Quiet.ledger(cast.destination()).and(Quiet.people()));
    return cast;
  }

  /** Whoever runs the task looks at the clock. */
  private static void tick(Stage stage, Cast cast) {
    int task = cast.task();
    int orchestrator = stage.world().task(task).owner();
    if (!stage.world().task(task).hasSession(orchestrator)) {
      stage.act(new Step.TakeTask(task, orchestrator));
    }
    stage.act(new Step.Tick(task, orchestrator));
    stage.act(new Step.CommitTask(task, orchestrator, false));
  }

  /** A ledger partition's processor takes everything in. */
  private static void work(Stage stage, int ledger) {
    int processor = stage.world().ledger(ledger).owner();
    if (!stage.world().ledger(ledger).hasSession(processor)) {
      stage.act(new Step.TakeLedger(ledger, processor));
    }
    boolean more = true;
    while (more) {
      more =
          stage.act(new Step.CommitBatch(ledger, processor))
              || stage.act(new Step.Judge(ledger, processor, 20));
    }
  }

  private static void publishAll(Stage stage, int ledger) {
    int processor = stage.world().ledger(ledger).owner();
    boolean more = true;
    while (more) {
      more = stage.act(new Step.Publish(ledger, processor));
    }
  }
}
