package onlyonce.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import onlyonce.ledger.LedgerView;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Outcome;
import onlyonce.messages.Version;
import onlyonce.saga.Crediting;
import onlyonce.saga.Decision;
import onlyonce.saga.Due;
import onlyonce.saga.Holding;
import onlyonce.saga.Parked;
import onlyonce.saga.Replied;
import onlyonce.saga.Resumed;
import onlyonce.saga.SagaEvent;
import onlyonce.saga.SagaState;
import onlyonce.saga.Settling;
import onlyonce.saga.Started;
import onlyonce.saga.TaskFloor;
import org.junit.jupiter.api.Test;

/** Mistakes that nobody can ask for by {@code --break}, and that must be found as well. */
final class MutantsTest {
  private static final int HISTORIES = 1_500;

  @Test
  void play_startsBelowTheFloorJudgedAnew_isCaught() {
    assertCaught(
        (state, event) ->
            event instanceof Started started
                ? new Started(started.transfer(), 0, started.nowMillis())
                : event,
        "one-end");
  }

  @Test
  void play_expiredOnAHoldTakenForARefusal_isCaught() {
    assertCaught(
        (state, event) ->
            state instanceof Holding
                    && event instanceof Replied reply
                    && reply.answer().outcome() == Outcome.EXPIRED
                ? new Replied(as(reply.answer(), Outcome.INSUFFICIENT_FUNDS), reply.nowMillis())
                : event,
        "hold-has-owner");
  }

  @Test
  void play_aSettledHoldRowNotTakenForSuccess_isCaught() {
    assertCaught(
        (state, event) ->
            state instanceof Settling
                    && event instanceof Replied reply
                    && reply.answer().outcome() == Outcome.HOLD_ALREADY_SETTLED
                ? new Replied(as(reply.answer(), Outcome.HOLD_NOT_FOUND), reply.nowMillis())
                : event,
        "parked-for-cause");
  }

  @Test
  void play_silenceOnACreditTakenForARefusal_isCaught() {
    assertCaught(
        (state, event) ->
            state instanceof Crediting crediting
                    && event instanceof Due due
                    && crediting.attempt() > 2
                ? new Replied(refusal(crediting), due.nowMillis())
                : event,
        "pivot-not-undone");
  }

  @Test
  void play_aReadingBeforeTheAnswerBelieved_isCaught() {
    assertCaught(
        (state, event) ->
            state instanceof Parked parked
                    && event instanceof Resumed resumed
                    && resumed.destination().orElse(null) instanceof DestinationReading.NotCredited
                ? new Resumed(
                    resumed.transferId(),
                    Optional.of(new DestinationReading.NotCredited(parked.answered())),
                    resumed.nowMillis())
                : event,
        "pivot-not-undone");
  }

  private static CommandOutcome refusal(Crediting crediting) {
    return new CommandOutcome(
        CommandIds.ofStep(crediting.transfer().id(), crediting.awaited()),
        crediting.awaited(),
        Optional.of(crediting.transfer().id()),
        Outcome.ACCOUNT_CLOSED,
        new Version(0, 1));
  }

  private static CommandOutcome as(CommandOutcome answer, Outcome outcome) {
    return new CommandOutcome(
        answer.commandId(), answer.type(), answer.transferId(), outcome, answer.version());
  }

  private static void assertCaught(
      BiFunction<SagaState, SagaEvent, SagaEvent> mistake, String invariant) {
    PlaySeed playSeed = new PlaySeed(new Mistaken(new RealCores(), mistake));
    List<String> found =
        IntStream.range(0, HISTORIES)
            .mapToObj(index -> playSeed.play(Simulate.seedOf(1, index)).violation())
            .flatMap(Optional::stream)
            .map(Violation::invariant)
            .distinct()
            .toList();
    assertThat(found).contains(invariant);
  }

  /** The real cores, hearing events wrongly. */
  private record Mistaken(Cores real, BiFunction<SagaState, SagaEvent, SagaEvent> mistake)
      implements Cores {
    @Override
    public onlyonce.ledger.Decision decide(LedgerView view, LedgerCommand command) {
      return real.decide(view, command);
    }

    @Override
    public Decision decide(SagaState state, SagaEvent event) {
      return real.decide(state, mistake.apply(state, event));
    }

    @Override
    public boolean remembersIds() {
      return real.remembersIds();
    }

    @Override
    public boolean fencesOwners() {
      return real.fencesOwners();
    }

    @Override
    public boolean mayForget(SagaState.Remembered state, TaskFloor floor) {
      return real.mayForget(state, floor);
    }
  }
}
