package onlyonce.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import onlyonce.messages.TransferResult.End;
import onlyonce.saga.Completed;
import onlyonce.saga.Crediting;
import onlyonce.saga.Holding;
import onlyonce.saga.NotStarted;
import org.junit.jupiter.api.Test;

/** The model itself: who keeps what, and what a crash takes. */
final class WorldTest {
  private static final int ANNA = 0;
  private static final int BEN = 1;
  private static final int ANNA_ELSEWHERE = 4;

  private final World world = new World(new RealCores(), Trace.off());

  @Test
  void drain_oneTransferAcross_completes() {
    want(ANNA, ANNA_ELSEWHERE);
    sent();

    new Drain(world).run();
    new EndInvariants(world).check();

    assertThat(world.saga(journalled().id())).isInstanceOf(Completed.class);
    assertThat(facts().movedWholly()).isTrue();
    assertThat(facts().end().orElseThrow().end()).isEqualTo(End.COMPLETED);
  }

  @Test
  void sendIntent_again_isOneMoreRecordAndOnePost() {
    want(ANNA, BEN);
    sent();
    sent();

    new Drain(world).run();

    assertThat(facts().posts).isEqualTo(1);
    assertThat(seen(Sighting.COMMAND_REPEATED)).isEqualTo(1);
  }

  @Test
  void sendConflict_isRefusedAndChangesNothing() {
    want(ANNA, BEN);
    sent();
    assertThat(world.apply(new Step.SendConflict(1))).isTrue();

    new Drain(world).run();
    new EndInvariants(world).check();

    assertThat(facts().posts).isEqualTo(1);
    assertThat(facts().deadLetters).isEqualTo(1);
  }

  @Test
  void commitBatch_byAFormerOwner_writesNothing() {
    want(ANNA, BEN);
    sent();
    world.apply(new Step.Judge(0, 0, 10));
    world.apply(new Step.TakeLedger(0, 1));

    assertThat(world.apply(new Step.CommitBatch(0, 0))).isTrue();

    assertThat(seen(Sighting.STALE_COMMIT_REFUSED)).isEqualTo(1);
    assertThat(facts().posts).isZero();
    assertThat(world.ledger(0).hasSession(0)).isFalse();
  }

  @Test
  void crashProcessor_betweenCommitAndPublishing_losesNoOutcome() {
    want(ANNA, BEN);
    sent();
    world.apply(new Step.Judge(0, 0, 10));
    world.apply(new Step.CommitBatch(0, 0));
    world.apply(new Step.CrashProcessor(0));
    assertThat(world.apply(new Step.Publish(0, 0))).isFalse();

    world.apply(new Step.TakeLedger(0, 1));
    boolean more = true;
    while (more) {
      more = world.apply(new Step.Publish(0, 1));
    }

    assertThat(facts().end().orElseThrow().end()).isEqualTo(End.COMPLETED);
    assertThat(facts().posts).isEqualTo(1);
  }

  @Test
  void failOver_lostCommits_areJudgedTheSameAgain() {
    want(ANNA, BEN);
    sent();
    world.apply(new Step.Judge(0, 0, 10));
    world.apply(new Step.CommitBatch(0, 0));
    int applied = world.ledger(0).stored().nextOffset();

    world.apply(new Step.FailOver(0, 1));
    assertThat(world.ledger(0).stored().nextOffset()).isEqualTo(applied - 1);
    assertThat(world.ledger(0).hasSession(0)).isFalse();
    new Drain(world).run();
    new EndInvariants(world).check();

    assertThat(world.ledger(0).stored().nextOffset()).isEqualTo(applied);
    assertThat(facts().posts).isEqualTo(1);
  }

  @Test
  void takeTask_voidsWhatWasNotCommitted() {
    want(ANNA, ANNA_ELSEWHERE);
    sent();
    int task = SimulatedLog.taskOf(journalled().id());
    world.apply(new Step.ReadStart(task, 0));
    assertThat(world.saga(journalled().id())).isInstanceOf(NotStarted.class);

    world.apply(new Step.TakeTask(task, 1));

    assertThat(world.apply(new Step.CommitTask(task, 0, false))).isFalse();
    assertThat(world.task(task).hasUnreadStart(1)).isTrue();
    assertThat(seen(Sighting.TRANSACTION_LOST)).isEqualTo(1);
  }

  @Test
  void loseOffsets_readsTheLogAgainAndKeepsTheSagas() {
    want(ANNA, ANNA_ELSEWHERE);
    sent();
    int task = SimulatedLog.taskOf(journalled().id());
    world.apply(new Step.ReadStart(task, 0));
    world.apply(new Step.CommitTask(task, 0, false));

    world.apply(new Step.LoseOffsets(task));

    assertThat(world.saga(journalled().id())).isInstanceOf(Holding.class);
    assertThat(world.task(task).hasUnreadStart(0)).isTrue();
  }

  @Test
  void commitTask_holdsLag_comeWhenTheyLand() {
    want(ANNA, ANNA_ELSEWHERE);
    sent();
    int task = SimulatedLog.taskOf(journalled().id());
    world.apply(new Step.ReadStart(task, 0));
    world.apply(new Step.CommitTask(task, 0, true));
    assertThat(world.apply(new Step.Judge(0, 0, 10))).isFalse();

    assertThat(world.apply(new Step.Land(0))).isTrue();

    assertThat(world.apply(new Step.Judge(0, 0, 10))).isTrue();
  }

  @Test
  void tick_beforeAnythingIsDue_doesNothing() {
    want(ANNA, ANNA_ELSEWHERE);
    sent();
    int task = SimulatedLog.taskOf(journalled().id());
    world.apply(new Step.ReadStart(task, 0));
    world.apply(new Step.CommitTask(task, 0, false));
    assertThat(world.apply(new Step.Tick(task, 0))).isFalse();

    world.apply(new Step.Pass(RealCores.RETRIES.holdDeadline().toMillis()));

    assertThat(world.apply(new Step.Tick(task, 0))).isTrue();
  }

  @Test
  void giveUp_aLaterOutcomeOvertakesAndTheTakeoverPublishesBoth() {
    want(ANNA, BEN);
    sent();
    world.apply(new Step.Want(2, BEN, ANNA, 1, false, 0, 77));
    world.apply(new Step.SendIntent(2, Step.Fate.ACKNOWLEDGED));
    world.apply(new Step.Judge(0, 0, 10));
    world.apply(new Step.CommitBatch(0, 0));

    world.apply(new Step.GiveUp(0, 0));
    world.apply(new Step.Publish(0, 0));
    assertThat(facts().end()).isEmpty();
    assertThat(seen(Sighting.OUTCOME_OVERTAKEN)).isEqualTo(1);
    new Drain(world).run();

    assertThat(facts().end()).isPresent();
  }

  @Test
  void apply_stepThatCannotHappen_changesNothing() {
    long events = world.events();

    assertThat(world.apply(new Step.CommitTask(0, 1, false))).isFalse();
    assertThat(world.apply(new Step.Publish(0, 1))).isFalse();
    assertThat(world.apply(new Step.Resume(9, false))).isFalse();
    assertThat(world.apply(new Step.Land(0))).isFalse();

    assertThat(world.events()).isEqualTo(events);
  }

  @Test
  void check_sagaStillOpen_namesIt() {
    want(ANNA, ANNA_ELSEWHERE);
    sent();
    int task = SimulatedLog.taskOf(journalled().id());
    world.apply(new Step.ReadStart(task, 0));
    world.apply(new Step.CommitTask(task, 0, false));

    assertThatThrownBy(() -> new EndInvariants(world).check())
        .isInstanceOfSatisfying(
            ViolatedException.class,
            violated ->
                assertThat(violated.violation())
                    .isEqualTo(new Violation("every-saga-ends", "T1 is still Holding")));
  }

  @Test
  void stage_untilCrediting_keepsTheDestinationQuiet() {
    List<Step> script = new ArrayList<>();
    Stage stage = new Stage(world, new Noise(world, new SplittableRandom(5), 0), script);
    Stage.Cast cast = stage.want(ANNA, ANNA_ELSEWHERE, 1, false);
    stage.act(new Step.SendIntent(cast.intent(), Step.Fate.ACKNOWLEDGED));

    boolean reached = stage.until(() -> cast.is(Crediting.class), Quiet.ledger(1));

    assertThat(reached).isTrue();
    assertThat(script).noneMatch(step -> step instanceof Step.Judge judge && judge.ledger() == 1);
    assertThat(cast.facts().credits).isZero();
  }

  private void want(int from, int to) {
    assertThat(world.apply(new Step.Want(1, from, to, 5, false, 0, 42))).isTrue();
  }

  private void sent() {
    assertThat(world.apply(new Step.SendIntent(1, Step.Fate.ACKNOWLEDGED))).isTrue();
  }

  private Clients.Journalled journalled() {
    Clients.Journalled found = world.clients().journalled(1);
    assertThat(found).isNotNull();
    return Objects.requireNonNull(found);
  }

  private TransferFacts facts() {
    return world.scene().invariants().of(journalled().id());
  }

  private long seen(Sighting sighting) {
    return world.scene().sightings().of(sighting);
  }
}
