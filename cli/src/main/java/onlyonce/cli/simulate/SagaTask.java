package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.ForTask;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.cli.simulate.SimulatedPartition.Appended;
import onlyonce.messages.Command;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Transfer;
import onlyonce.saga.CompensateAsked;
import onlyonce.saga.Decision;
import onlyonce.saga.Due;
import onlyonce.saga.Emission;
import onlyonce.saga.NotStarted;
import onlyonce.saga.Replied;
import onlyonce.saga.Resumed;
import onlyonce.saga.SagaEvent;
import onlyonce.saga.SagaState;
import onlyonce.saga.Started;
import onlyonce.saga.TaskFloor;
import org.jspecify.annotations.Nullable;

/**
 * One task of the orchestrator: its state store and offsets, which a transaction changes together
 * with what it sends, and the instances that believe that they run it. A crash, or a takeover while
 * an instance is paused, voids its transaction; the records are read again. The floor is stored
 * only when something was decided by it, as the orchestrator does, so a takeover may take it back.
 */
final class SagaTask {
  private static final NotStarted NONE = new NotStarted();

  private final int task;
  private final Scene scene;
  private final Outlet outlet;
  private final Map<UUID, SagaState.Remembered> sagas = new LinkedHashMap<>();
  private final @Nullable OpenTransaction[] transactions =
      new OpenTransaction[Setting.ORCHESTRATORS];
  private TaskFloor floor = TaskFloor.NONE;
  private TaskFloor storedFloor = TaskFloor.NONE;
  private int startsRead;
  private int outcomesRead;
  private int owner;

  /** Takes what a committed transaction sends. */
  interface Outlet {
    /**
     * A command comes into its ledger partition's log.
     *
     * @param lags whether it comes later
     */
    void send(Addressed command, int ledger, boolean lags);
  }

  SagaTask(int task, Scene scene, Outlet outlet) {
    this.task = task;
    this.scene = scene;
    this.outlet = outlet;
    transactions[0] = begin();
  }

  private OpenTransaction begin() {
    return new OpenTransaction(this::state, floor, startsRead, outcomesRead);
  }

  /** The instance to which the group gave the task last. */
  int owner() {
    return owner;
  }

  /** The committed state of a saga. */
  SagaState state(UUID transfer) {
    SagaState.Remembered stored = sagas.get(transfer);
    return stored == null ? NONE : stored;
  }

  /** Every committed saga that has not ended. */
  List<SagaState.Open> open() {
    List<SagaState.Open> open = new ArrayList<>();
    for (SagaState.Remembered saga : sagas.values()) {
      if (saga instanceof SagaState.Open still) {
        open.add(still);
      }
    }
    return open;
  }

  boolean hasSession(int orchestrator) {
    return transactions[orchestrator] != null;
  }

  boolean isDirty(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    return open != null && open.dirty;
  }

  boolean hasUnreadStart(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    return open != null && open.starts < scene.log().transfers(task).end();
  }

  boolean hasUnreadOutcome(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    return open != null && open.outcomes < scene.log().outcomes(task).end();
  }

  /** When the next saga wants to hear of the time. */
  OptionalLong nextDueMillis() {
    return sagas.values().stream()
        .map(SagaState::dueMillis)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .min();
  }

  boolean take(int orchestrator) {
    for (int other = 0; other < transactions.length; other++) {
      lose(other);
    }
    owner = orchestrator;
    floor = storedFloor;
    transactions[orchestrator] = begin();
    scene.say(
        orchestratorName(orchestrator),
        () -> "takes task %d over; what was not committed is void, and read again".formatted(task));
    return true;
  }

  boolean crash(int orchestrator) {
    return lose(orchestrator);
  }

  private boolean lose(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    if (open == null) {
      return false;
    }
    if (open.dirty) {
      scene.sightings().saw(Sighting.TRANSACTION_LOST);
    }
    transactions[orchestrator] = null;
    return true;
  }

  boolean loseOffsets() {
    if (startsRead + outcomesRead == 0) {
      return false;
    }
    startsRead = 0;
    outcomesRead = 0;
    scene.sightings().saw(Sighting.LOG_READ_AGAIN);
    scene.say("kafka", () -> "forgets the offsets of task %d".formatted(task));
    return take(owner);
  }

  boolean readStart(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    if (open == null || !hasUnreadStart(orchestrator)) {
      return false;
    }
    Appended<ForTask> next = scene.log().transfers(task).at(open.starts++);
    open.dirty = true;
    long now = scene.clockOf(orchestrator);
    SagaEvent event =
        switch (next.value()) {
          case ForTask.Start(Transfer transfer) -> {
            open.floor = open.floor.after(next.appendMillis(), transfer.id(), Setting.WINDOW);
            yield new Started(transfer, open.floor.floorMillis(), now);
          }
          case ForTask.Resume(UUID id, DestinationReading reading) ->
              new Resumed(id, Optional.of(reading), now);
          case ForTask.Compensate(UUID id) -> new CompensateAsked(id, now);
        };
    return drive(orchestrator, open, event, SagaText.of(next.value(), scene::name));
  }

  boolean readOutcome(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    if (open == null || !hasUnreadOutcome(orchestrator)) {
      return false;
    }
    CommandOutcome answer = scene.log().outcomes(task).at(open.outcomes++).value();
    open.dirty = true;
    return drive(
        orchestrator,
        open,
        new Replied(answer, scene.clockOf(orchestrator)),
        Replies.text(List.of(new Said.Answer(answer)), scene::name));
  }

  /** Every saga that is due, earliest first, and everything that may be forgotten. */
  boolean tick(int orchestrator) {
    OpenTransaction open = transactions[orchestrator];
    if (open == null) {
      return false;
    }
    long now = scene.clockOf(orchestrator);
    boolean acted = false;
    for (SagaState.Remembered saga : dueBy(open, now)) {
      UUID transfer = saga.transfer().id();
      acted |=
          drive(
              orchestrator, open, new Due(transfer, now), "the clock for " + scene.name(transfer));
    }
    for (SagaState.Remembered saga : List.copyOf(sagas.values())) {
      UUID transfer = saga.transfer().id();
      if (!open.changes(transfer) && scene.cores().mayForget(saga, open.floor)) {
        open.forget(transfer);
        acted = true;
        scene.say(orchestratorName(orchestrator), () -> "forgets " + scene.name(transfer));
      }
    }
    open.dirty |= acted;
    return acted;
  }

  private List<SagaState.Remembered> dueBy(OpenTransaction open, long nowMillis) {
    List<SagaState.Remembered> due = new ArrayList<>();
    for (UUID transfer : sagas.keySet()) {
      if (open.state(transfer) instanceof SagaState.Remembered saga
          && saga.dueMillis().orElse(Long.MAX_VALUE) <= nowMillis) {
        due.add(saga);
      }
    }
    due.sort(Comparator.comparingLong(saga -> saga.dueMillis().orElse(Long.MAX_VALUE)));
    return due;
  }

  private boolean drive(int orchestrator, OpenTransaction open, SagaEvent event, String cause) {
    UUID transfer = event.transferId();
    SagaState before = open.state(transfer);
    Decision decision = scene.cores().decide(before, event);
    open.take(transfer, before, decision);
    scene.say(
        orchestratorName(orchestrator),
        () ->
            "reads %s: %s%s"
                .formatted(cause, moved(before, decision), SagaText.of(decision.emissions())));
    watch(before, event, decision);
    return true;
  }

  private static String moved(SagaState before, Decision decision) {
    return before.label().equals(decision.state().label())
        ? "%s stays%s"
            .formatted(
                before.label(), decision.ignored().map(why -> " (" + why.label() + ")").orElse(""))
        : before.label() + " → " + decision.state().label();
  }

  private void watch(SagaState before, SagaEvent event, Decision decision) {
    new WatchSagas(scene.sightings()).decided(before, event, decision);
  }

  boolean commit(int orchestrator, boolean holdsLag) {
    OpenTransaction open = transactions[orchestrator];
    if (open == null || !open.dirty) {
      return false;
    }
    open.changed()
        .forEach(
            (transfer, state) ->
                state.ifPresentOrElse(
                    saga -> sagas.put(transfer, saga), () -> sagas.remove(transfer)));
    floor = open.floor;
    if (open.decidedByFloor()) {
      storedFloor = floor;
    }
    startsRead = open.starts;
    outcomesRead = open.outcomes;
    transactions[orchestrator] = begin();
    scene.say(orchestratorName(orchestrator), () -> "commits" + SagaText.of(open.emissions()));
    for (OpenTransaction.Sent sent : open.sent()) {
      emit(sent.emission(), sent.transfer(), holdsLag);
    }
    return true;
  }

  private void emit(Emission emission, UUID cause, boolean holdsLag) {
    switch (emission) {
      case Emission.Send send -> {
        if (send.command() instanceof Command.Release release) {
          scene.invariants().releaseSent(release.transferId());
        }
        outlet.send(
            new Addressed(send.commandId(), send.command()),
            Setting.PARTITIONING.of(send.account()),
            holdsLag && send.command() instanceof Command.Hold);
      }
      case Emission.Publish publish -> scene.invariants().told(publish.result());
      case Emission.Refuse refuse ->
          scene.invariants().refused(new Said.DeadLetter(cause, refuse.reason()));
    }
  }

  static String orchestratorName(int orchestrator) {
    return "orchestrator-" + (orchestrator + 1);
  }
}
