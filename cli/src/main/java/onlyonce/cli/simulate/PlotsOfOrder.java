package onlyonce.cli.simulate;

import onlyonce.cli.simulate.Stage.Cast;
import onlyonce.saga.Crediting;
import onlyonce.saga.Ended;
import onlyonce.saga.Holding;
import onlyonce.saga.NotStarted;

/**
 * Plots in which something comes in another order, again, or from somebody who is not in charge.
 */
final class PlotsOfOrder {
  private PlotsOfOrder() {}

  /** A Hold lags in the log; the deadline passes, and the Release is judged before it. */
  static void overtakenHold(Stage stage) {
    Cast cast = stage.wantAcross();
    int task = cast.task();
    int orchestrator = stage.world().task(task).owner();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    stage.act(new Step.TakeTask(task, orchestrator));
    while (stage.world().task(task).hasUnreadStart(orchestrator)) {
      stage.act(new Step.ReadStart(task, orchestrator));
    }
    stage.act(new Step.CommitTask(task, orchestrator, true));
    if (!cast.is(Holding.class)) {
      return;
    }
    stage.pass(RealCores.RETRIES.holdDeadline().toMillis() + 1_000);
    stage.act(new Step.Tick(task, orchestrator));
    stage.act(new Step.CommitTask(task, orchestrator, false));
    stage.until(
        () -> cast.facts().tombstones > 0,
        Quiet.people().and(step -> !(step instanceof Step.Land)));
    stage.act(new Step.Land(cast.source()));
    stage.noise(20);
  }

  /** A processor pauses after it decided; another one goes on; the first one wakes and commits. */
  static void wakingOwner(Stage stage) {
    int ledger = stage.random().nextInt(Setting.LEDGERS);
    LedgerPartition partition = stage.world().ledger(ledger);
    int paused = partition.owner();
    int next = (paused + 1) % Setting.PROCESSORS;
    Cast direct = stage.want(ledger * 4, ledger * 4 + 1, 3, false);
    stage.act(new Step.SendIntent(direct.intent(), Step.Fate.ACKNOWLEDGED));
    stage.act(new Step.TakeLedger(ledger, paused));
    stage.act(new Step.Judge(ledger, paused, 3));
    stage.act(new Step.TakeLedger(ledger, next));
    if (stage.random().nextBoolean()) {
      stage.act(new Step.Judge(ledger, next, 2));
      stage.act(new Step.CommitBatch(ledger, next));
    }
    stage.noise(stage.random().nextInt(10));
    stage.act(new Step.CommitBatch(ledger, paused));
    stage.noise(10);
  }

  /** An orchestrator pauses in its transaction; another one takes over; the first one wakes. */
  static void pausedOrchestrator(Stage stage) {
    Cast cast = stage.wantAcross();
    int task = cast.task();
    int paused = stage.world().task(task).owner();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ANSWER_LOST));
    stage.act(new Step.TakeTask(task, paused));
    while (stage.world().task(task).hasUnreadStart(paused)) {
      stage.act(new Step.ReadStart(task, paused));
    }
    stage.act(new Step.TakeTask(task, (paused + 1) % Setting.ORCHESTRATORS));
    stage.noise(5);
    stage.act(new Step.CommitTask(task, paused, false));
    stage.until(() -> cast.is(Ended.class), Quiet.nothing());
  }

  /** The destination's account is closed after the hold. */
  static void closedInMidSaga(Stage stage) {
    int from = stage.random().nextInt(Setting.LEDGERS);
    int to = (from + 1) % Setting.LEDGERS;
    int closing = Stage.closable(to);
    Cast cast = stage.want(stage.payer(from), closing, 2, false);
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    stage.until(() -> !cast.is(NotStarted.class), Quiet.ledger(to));
    stage.act(new Step.CloseAccount(closing, stage.random().nextLong()));
    stage.until(() -> cast.is(Ended.class), Quiet.nothing());
  }

  /** Somebody asks a saga to turn back, before its Credit is sent, and after. */
  static void turnedBackByHand(Stage stage) {
    Cast cast = stage.wantAcross();
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));
    boolean late = stage.random().nextBoolean();
    stage.until(
        () -> cast.is(late ? Crediting.class : Holding.class),
        Quiet.ledger(late ? cast.destination() : cast.source()));
    stage.act(new Step.Compensate(cast.intent()));
    stage.until(() -> cast.is(Ended.class), Quiet.nothing());
  }

  /** A task's offsets are lost while some sagas have ended and others have not. */
  static void logReadAgain(Stage stage) {
    Cast ended = stage.wantAcross();
    stage.act(new Step.SendIntent(ended.intent(), Step.Fate.ACKNOWLEDGED));
    stage.until(() -> ended.is(Ended.class), Quiet.nothing());
    Cast open = stage.wantAcross();
    stage.act(new Step.SendIntent(open.intent(), Step.Fate.ACKNOWLEDGED));
    stage.until(() -> open.is(Crediting.class), Quiet.ledger(open.destination()));
    stage.act(new Step.LoseOffsets(ended.task()));
    stage.act(new Step.LoseOffsets(open.task()));
    stage.until(() -> open.is(Ended.class), Quiet.nothing());
  }
}
