package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;
import org.junit.jupiter.api.Test;

/** What the table of {@link SagaRulesTest} does not say: ids, routes, versions, strangers. */
final class SagaDecisionsTest {

  @Test
  void decide_foreignReplies_changeNothing() {
    SagaSample.states()
        .forEach(
            (name, state) -> {
              for (CommandType step : SagaSample.steps()) {
                CommandOutcome own = Sample.answer(SagaSample.TRANSFER.id(), step, Outcome.APPLIED);
                CommandOutcome foreign =
                    new CommandOutcome(
                        CommandIds.derived(SagaSample.TRANSFER.id(), "somebody else's"),
                        step,
                        own.transferId(),
                        own.outcome(),
                        own.version());
                Decision decision =
                    SagaSample.RULES.decide(state, new Replied(foreign, SagaSample.NOW));
                assertThat(decision.state()).as(name).isEqualTo(state);
                assertThat(decision.emissions()).as(name).isEmpty();
                assertThat(decision.ignored())
                    .as(name)
                    .contains(state instanceof NotStarted ? Ignored.NO_SAGA : Ignored.FOREIGN);
              }
            });
  }

  @Test
  void decide_sameLedgerPartition_postsUnderTheTransfersId() {
    Transfer within = Sample.transfer(2, "alice", "alice");

    Decision decision =
        SagaSample.RULES.decide(new NotStarted(), new Started(within, 0, SagaSample.NOW));

    assertThat(decision.state()).isEqualTo(new Posted(within));
    assertThat(decision.emissions())
        .containsExactly(new Emission.Send(within.id(), within.from(), within.asPost(), 1));
  }

  @Test
  void decide_sameLedgerPartitionLate_isADeadLetterAndToldNoEnd() {
    Transfer within = Sample.transfer(2, "alice", "alice");

    Decision decision =
        SagaSample.RULES.decide(new NotStarted(), new Started(within, 0, SagaSample.LATE));

    // Sent directly it may have been posted: a result of ours could contradict the ledger's.
    assertThat(decision.state()).isEqualTo(new NotStarted());
    assertThat(decision.emissions())
        .singleElement()
        .isInstanceOfSatisfying(
            Emission.Refuse.class,
            refused -> assertThat(refused.reason()).isEqualTo(DeadLetterReason.EXPIRED));
  }

  @Test
  void decide_completed_carriesTheSourcesAndTheDestinationsVersion() {
    Decision end =
        SagaSample.RULES.decide(
            SagaSample.settling(),
            SagaSample.reply(CommandType.SETTLE, Outcome.APPLIED, SagaSample.NOW));

    assertThat(end.emissions())
        .singleElement()
        .isInstanceOfSatisfying(
            Emission.Publish.class,
            published ->
                assertThat(published.result().versions())
                    .containsExactly(new Version(1, 33), new Version(2, 22)));
  }

  @Test
  void decide_steps_goToTheirAccountsUnderDerivedIds() {
    Map<Awaiting, CommandType> steps =
        Map.of(
            SagaSample.holding(), CommandType.HOLD,
            SagaSample.crediting(), CommandType.CREDIT,
            SagaSample.settling(), CommandType.SETTLE,
            SagaSample.releasing(Outcome.EXPIRED), CommandType.RELEASE);
    steps.forEach(
        (state, type) -> {
          Emission.Send sent = Emission.Send.step(state.step(), 4);
          assertThat(sent.attempt()).isEqualTo(4);
          assertThat(sent.commandId()).isEqualTo(CommandIds.ofStep(SagaSample.TRANSFER.id(), type));
          assertThat(sent.command().type()).isEqualTo(type).isEqualTo(state.awaited());
          assertThat(sent.account())
              .isEqualTo(
                  type == CommandType.CREDIT
                      ? SagaSample.TRANSFER.to()
                      : SagaSample.TRANSFER.from());
        });
  }

  @Test
  void decide_eventOfAnotherTransfer_isRefused() {
    assertThatThrownBy(
            () ->
                SagaSample.RULES.decide(
                    SagaSample.holding(), new Started(Sample.across(3), 0, SagaSample.NOW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(SagaSample.TRANSFER.id().toString());
  }

  @Test
  void decide_firstSteps_waitForTheFirstPauseAndTheDeadline() {
    Started start = new Started(SagaSample.TRANSFER, 0, SagaSample.NOW);
    Decision begun = SagaSample.RULES.decide(new NotStarted(), start);

    Holding holding = (Holding) begun.state();
    long pause = SagaSample.RETRIES.pauseMillis(SagaSample.TRANSFER.id(), 1);
    assertThat(holding.schedule())
        .isEqualTo(new Schedule(1, SagaSample.NOW, SagaSample.NOW + pause));
    assertThat(holding.deadlineMillis()).hasValue(SagaSample.NOW + 30_000);
    assertThat(holding.dueMillis()).hasValue(SagaSample.NOW + pause);
  }

  @Test
  void decide_pausePassed_sendsTheSameCommandAsItsNextAttempt() {
    long now = SagaSample.RETRY + 70;
    Decision retried =
        SagaSample.RULES.decide(SagaSample.crediting(), new Due(SagaSample.TRANSFER.id(), now));

    long pause = SagaSample.RETRIES.pauseMillis(SagaSample.TRANSFER.id(), 3);
    Crediting again =
        new Crediting(SagaSample.TRANSFER, new Schedule(3, SagaSample.SINCE, now + pause));
    assertThat(retried.state()).isEqualTo(again);
    assertThat(retried.emissions())
        .containsExactly(Emission.Send.step(SagaSample.crediting().step(), 3));
  }

  @Test
  void decide_oldHoldingDue_getsADeadlineFromThen() {
    Holding old =
        new Holding(
            SagaSample.TRANSFER, Schedule.unknown(Sample.TIME_MILLIS), OptionalLong.empty());
    Decision retried =
        SagaSample.RULES.decide(old, new Due(SagaSample.TRANSFER.id(), SagaSample.NOW));

    assertThat(((Holding) retried.state()).deadlineMillis()).hasValue(SagaSample.NOW + 30_000);
  }

  @Test
  void dueMillis_ofParkedAndEnded_isNever() {
    SagaSample.states()
        .forEach(
            (name, state) ->
                assertThat(state.dueMillis().isPresent())
                    .as(name)
                    .isEqualTo(state instanceof Awaiting));
    assertThat(SagaSample.holding().withSchedule(new Schedule(9, 0, Long.MAX_VALUE)).dueMillis())
        .hasValue(SagaSample.DEADLINE);
  }
}
