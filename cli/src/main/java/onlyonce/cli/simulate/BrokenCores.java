package onlyonce.cli.simulate;

import java.util.List;
import java.util.Optional;
import onlyonce.ledger.LedgerView;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.Command.Release;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.saga.Awaiting;
import onlyonce.saga.Crediting;
import onlyonce.saga.Due;
import onlyonce.saga.Emission;
import onlyonce.saga.Ended;
import onlyonce.saga.Releasing;
import onlyonce.saga.Replied;
import onlyonce.saga.SagaEvent;
import onlyonce.saga.SagaState;
import onlyonce.saga.Schedule;
import onlyonce.saga.TaskFloor;

/**
 * The real cores without one of their mechanisms: what a plausible mistake would have made of them.
 * The mistakes are here, around the real code, and nowhere inside it.
 */
final class BrokenCores implements Cores {
  private final Cores real;
  private final Mechanism broken;

  BrokenCores(Cores real, Mechanism broken) {
    this.real = real;
    this.broken = broken;
  }

  @Override
  public onlyonce.ledger.Decision decide(LedgerView view, LedgerCommand command) {
    return broken == Mechanism.TOMBSTONE
            && command instanceof Release release
            && view.hold(release.transferId()) == null
        ? new onlyonce.ledger.Decision(Outcome.APPLIED, List.of(), List.of(), null)
        : real.decide(view, command);
  }

  @Override
  public onlyonce.saga.Decision decide(SagaState state, SagaEvent event) {
    return switch (broken) {
      case STEP_MATCHING -> real.decide(state, asAnswerToTheAwaitedStep(state, event));
      case EXPIRED_AS_REFUSED -> real.decide(state, asRefusal(state, event));
      case DEADLINE -> turnedBack(state, event).orElseGet(() -> real.decide(state, event));
      case TOMBSTONE, DEDUP, FORGET_EARLY, OWNER_TOKEN -> real.decide(state, event);
    };
  }

  @Override
  public boolean remembersIds() {
    return broken != Mechanism.DEDUP && real.remembersIds();
  }

  @Override
  public boolean fencesOwners() {
    return broken != Mechanism.OWNER_TOKEN && real.fencesOwners();
  }

  @Override
  public boolean mayForget(SagaState.Remembered state, TaskFloor floor) {
    return (broken == Mechanism.FORGET_EARLY && state instanceof Ended)
        || real.mayForget(state, floor);
  }

  private static SagaEvent asAnswerToTheAwaitedStep(SagaState state, SagaEvent event) {
    if (!(state instanceof Awaiting at) || !(event instanceof Replied reply)) {
      return event;
    }
    CommandOutcome answer = reply.answer();
    return new Replied(
        new CommandOutcome(
            CommandIds.ofStep(event.transferId(), at.awaited()),
            at.awaited(),
            answer.transferId(),
            answer.outcome(),
            answer.version()),
        event.nowMillis());
  }

  private static SagaEvent asRefusal(SagaState state, SagaEvent event) {
    if (!(state instanceof Crediting)
        || !(event instanceof Replied reply)
        || reply.answer().outcome() != Outcome.EXPIRED) {
      return event;
    }
    CommandOutcome answer = reply.answer();
    return new Replied(
        new CommandOutcome(
            answer.commandId(),
            answer.type(),
            answer.transferId(),
            Outcome.ACCOUNT_CLOSED,
            answer.version()),
        event.nowMillis());
  }

  private static Optional<onlyonce.saga.Decision> turnedBack(SagaState state, SagaEvent event) {
    if (!(event instanceof Due due)
        || !(state instanceof Crediting crediting)
        || due.nowMillis()
            < crediting.sinceMillis() + RealCores.RETRIES.holdDeadline().toMillis()) {
      return Optional.empty();
    }
    Transfer transfer = crediting.transfer();
    long now = due.nowMillis();
    Schedule schedule = new Schedule(1, now, now + RealCores.RETRIES.pauseMillis(transfer.id(), 1));
    Releasing releasing =
        new Releasing(
            transfer, End.COMPENSATED, Outcome.DEADLINE_PASSED, Optional.empty(), schedule);
    return Optional.of(
        new onlyonce.saga.Decision(
            releasing,
            List.of(
                new Emission.Send(
                    CommandIds.ofStep(transfer.id(), CommandType.RELEASE),
                    transfer.from(),
                    releasing.step(),
                    1)),
            Optional.empty()));
  }
}
